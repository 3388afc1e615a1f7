import { harborCourierPage } from '../pages/harbor-courier.ts';
import type { Outlet, Piece } from '../outlet.ts';
import { DOCKERS, PLAN } from './wire-copy.ts';

const WALKOUT = `
The harbour master told shipping agents on Monday to expect delays of up to two days from Thursday, as a walkout at the port looms and the last hope of avoiding it, a meeting in a hotel behind the railway station, was put off until the morning.

Captain Judith Amery said that she had berths for nine ships and requests for fourteen. Those without a berth will ride at anchor off the breakwater, where the holding ground is good and the telephone signal is not.

> “I can stack ships for two days,” she said. “On the third day I would have to start stacking them on top of each other.”

## Fish first

The trawlers have their own quay and their own crane, and will not be touched. Nor will the pilot boats, the lifeboat or the small tanker that brings heating oil to the islands every second Friday.

[read] READ MORE: Belarus potash finds a new way to the sea

Passengers for the islands have been told to take the morning boat. The evening one will run if there is somebody to take its lines, and the harbour master has said that she would take them herself, having done so for eleven years before she was given an office with a carpet.

For the warehouses on Rope Street, the delay comes at a bad moment. Their yards are full of Christmas trees from Jutland, which keep for three weeks if the weather stays wet, and nothing else about the season does.`;

const PIECES: readonly Piece[] = [
  {
    slug: '2-world/riga-talks-end-without-a-text',
    title: 'Riga talks end in snow and without a text',
    standfirst:
      'A treaty that leaves out the countries at its edge would be a treaty about somebody else, ministers say.',
    by: ['Courier foreign desk'],
    section: 'World',
    tags: ['diplomacy', 'Riga'],
    when: 'live',
    text: PLAN,
    topics: ['european-security', 'belarus'],
    story: 'plan',
  },
  {
    slug: '1-business/dockers-call-48-hour-strike-at-three-baltic-ports',
    title: 'Dockers call 48-hour strike at three Baltic ports',
    by: ['Rowan Teale'],
    section: 'Business',
    tags: ['port', 'unions'],
    when: 'live',
    text: DOCKERS,
    topics: ['port-strikes'],
    story: 'dockers',
  },
  {
    slug: '3-city/a-year-after-the-fire-the-fish-market-reopens',
    title: 'A year after the fire, the fish market reopens',
    standfirst: 'New roof, old scales: the hall on the quay is back, and so are the gulls.',
    by: ['Nell Corrigan'],
    section: 'City',
    tags: ['market', 'city'],
    when: { hoursAgo: 3 },
    topics: [],
    text: `
The bell that hung over the old entrance had melted into something like a pear. It now stands on a plinth between the oysters and the smoked eel, and on Saturday morning the mayor tapped it with a spoon to declare the hall open.

A year and eleven days after the fire, forty of the fifty-two stalls are let again. The roof is new, the floor is new, and the drains, says the building's manager, are the finest in the country. Nobody had asked him about the drains.

[read] READ MORE: Five questions about European security after the Riga meeting

> “The smell took longest,” said Bridget Fenn, who has sold crab here since she was sixteen. “For a month it smelled of paint. People came in and went out again. Then one day it smelled of fish, and they stayed.”

## Who came back and who did not

Of the old traders, nine have given up, among them the last seller of salt cod. Her place has been taken by a young couple from the islands who sell seaweed in eleven forms and give away a leaflet that explains them.

[photo] The hall on Saturday, seen from the gallery | Photo: D. Marsh for the Courier

The rebuilding cost 14.2 million, of which insurance paid nine. The rest came from the city, from a lottery, and from a jar that had stood on the counter of the Pilot's Arms and that held, when it was opened, four thousand and six pounds and a wedding ring.

[box]

The ring can be collected at the market office by anyone who can describe the inscription.
`,
  },
  {
    slug: '2-world/talks-resume-in-geneva',
    title: 'Talks resume in Geneva',
    by: ['Oscar Lund'],
    section: 'World',
    tags: ['arms control', 'Geneva'],
    when: 'live',
    topics: ['european-security'],
    text: `
Negotiators on short-range missiles sat down again in Geneva on Monday after a break of seven weeks, in the same room, with the same translators and, one of them remarked, the same biscuits.

The talks had been broken off in October when one delegation published a table that the other considered confidential. The table is now public, and so nobody needs to be angry about it any longer, said a member of the Swiss mission that hosts the rounds.

At stake are launchers with a range between 150 and 500 kilometres, a class that no treaty has covered since the last one lapsed. For the states on the eastern shore they are the heart of European-security policy; for the great powers they are a chapter.

## Counting without looking

The dispute is about verification. One side wants inspectors at the gates of factories. The other proposes counting by satellite, which is cheaper, and which shows roofs.

> “A roof is a roof,” said Hanne Brix, who inspected depots for eleven years and now teaches. “I have stood under roofs that covered nothing, and next to tarpaulins that covered a great deal.”

Outside, a group of pensioners held up a model of a launcher made of egg boxes. It had been built to scale, its maker explained, from the very table that had caused the break. He had written to both delegations to ask whether it was correct. Neither had replied, which he took for a yes.

The round is to last until the tenth. If it ends with a date for the next one, diplomats say, it will have been a success. If it ends with a text, they will have to look up the procedure.
`,
  },
  {
    slug: '2-world/potash-train-diary',
    title: 'Notes from a potash train',
    by: ['Oscar Lund'],
    section: 'World',
    tags: ['rail', 'trade'],
    when: { hoursAgo: 200 },
    topics: ['belarus'],
    text: `
The train that carries potash out of Belarus has no windows, so the only person who sees the country is the driver, and he has seen it four hundred times.

Piotr, who does not want his surname printed, takes over at the border at two in the morning. Until then the wagons have stood in a siding for nine hours while customs men on both sides compared two lists that had been typed from the same original.

> “They always find a difference,” he said. “If they did not find a difference they would have to go home.”

Since summer the route to the sea has become longer by six hundred kilometres. The old terminal is closed to this cargo; the new one lies in a bay where the ice comes early. Each detour adds eleven dollars to a tonne, and eleven dollars is what farmers in Brazil notice.

At the last station before the sea the wagons are weighed once more. They are always a little lighter than at the start, Piotr says, by about as much as a bicycle. Nobody has ever found out where the bicycle goes.

He has a photograph in the cabin of the old terminal, from the days when the line ended at a quay and the crews could swim while the cranes worked. His son, who is nineteen, wants to become a driver as well. Piotr has told him to learn about signals instead. Signals, he says, are at home in the evening.

By dawn the train has climbed out of the marshes. Piotr pours tea from a flask and turns up the radio. The forecast is for snow, then for more of it, then for a song from the eighties to which he knows all the words.
`,
  },
  {
    slug: '1-business/harbour-master-warns-of-delays',
    title: 'Harbour master warns of delays as walkout looms',
    by: ['Rowan Teale'],
    section: 'Business',
    tags: ['port', 'shipping'],
    when: 'live',
    topics: ['port-strikes'],
    text: WALKOUT,
    revision: {
      text: `${WALKOUT}

## Update: hotel found

The meeting will now take place at eight on Tuesday in the Station Hotel, whose manager has offered the breakfast room on condition that it is empty by ten. Both sides have accepted the breakfast.

*This article has been updated with the time and place of the meeting.*
`,
    },
  },
  {
    slug: '2-world/a-choir-in-exile',
    title: 'A choir in exile sings for those who stayed',
    by: ['Nell Corrigan'],
    section: 'World',
    tags: ['music', 'exile'],
    when: 'live',
    page: 403,
    topics: ['belarus'],
    text: `
Every Thursday at seven, thirty-one people push back the tables of a language school on Mill Street and sing for two hours. Most of them left Belarus four years ago with one suitcase; the conductor left with two, because one was full of scores.

The choir calls itself Vyraj, after the place in the south to which the storks fly in autumn and from which, in the songs, they always come back. It has no stage clothes and no website. Its concerts are announced by telephone.

> “In Minsk we were two hundred,” said the conductor, Alena. “Here we are thirty-one, but here everybody comes on time.”

The school charges no rent. Its owner, who taught Latin until her eyes failed, comes down at eight to listen from the stairs. She does not understand a word, she says, and has never missed a Thursday.

New members are not asked whether they can sing. They are asked which song they want to hear first, and by the answer, says Alena, one knows the village, and usually the aunt. Last week a young man came who wanted none of the old ones. He was put among the basses, next to the radiator, and stayed to stack the chairs.

On Saturday they will sing in the seamen's church, a programme of harvest songs and one psalm. A recording will be sent home on a memory card sewn into the hem of a coat. Admission is free, and the church is heated from five.
`,
  },
  {
    slug: '4-sport/courier-rowers-take-silver',
    title: 'Harbour rowers take silver after a duel in fog',
    standfirst: 'Two boats, one buoy, and a photograph that shows mainly weather.',
    by: ['Finn Aldous'],
    section: 'Sport',
    tags: ['rowing'],
    when: 'live',
    topics: [],
    text: `
For eleven hundred metres the two boats rowed so close that the umpire could have touched both, if the umpire had been able to see them. Then the crew from the northern club found a stroke that nobody had shown before, and won by the length of a bow ball.

Silver, then, for the town's eight, the best result since the boathouse moved across the river. The coach, Dee Hanlon, had asked her crew for one thing only: not to look to the side.

> “They looked to the side,” she said. “I would have looked as well. It was like being followed by a piano.”

## A start in doubt

The fog had come down at nine. Twice the start was put back, and at eleven the organisers let out the small boats to see whether they would return. They did, in another order.

[read] READ MORE: Port strike live: the cranes stand still

Under the rules a race may be rowed if the third marker can be seen from the first. Whether it could be seen is a matter on which forty people who stood there disagree. The protest was withdrawn over soup.

[box]

The boathouse kept the trophy cabinet open until midnight. It now holds nine silver cups, two bronze ones, and a space in the middle that has been dusted every week since 1958.

The season ends next Sunday with the Head of the Estuary, for which a clear day is forecast and two hundred boats are entered.
`,
  },
  {
    slug: '3-city/council-approves-night-ferry',
    title: 'Council approves a night ferry to the islands',
    by: ['Nell Corrigan'],
    section: 'City',
    tags: ['ferry', 'council'],
    when: 'live',
    topics: [],
    text: `
From the first of March a ferry will leave the inner port at half past eleven every night, the council decided on Tuesday by nineteen votes to fourteen, and islanders who have missed the last boat will no longer have to sleep in the waiting room.

The service is to run for two years as a trial. It will use the *Gannet*, which carries ninety passengers and, in winter, mostly bread. A crossing takes fifty minutes, or seventy if the tide is against it.

Councillors who voted no pointed to the price. At 612,000 a year, one of them worked out, every expected passenger could be given a taxi for the week and a hotel room at the weekend.

> “One cannot send a taxi to an island,” replied the transport chair, Ama Boateng, and sat down again.

## Bread, nurses, teenagers

Three groups had asked for the boat:

- the bakery, which wants its rolls on the islands by five;
- the hospital, whose late shift ends at eleven;
- the sixth form of the island school, whose petition noted that the town has a cinema.

A first timetable will be printed in January. The crew of the *Gannet* has asked for a heater on the bridge and for a bell, since the horn may not be sounded after ten and the terns that nest on the mole in April are known to sleep badly.

It was this last letter that seemed to strike a chord. It had been written by hand, in green ink, and was read aloud by the youngest member of the chamber.
`,
  },
];

export const HARBOR_COURIER: Outlet = {
  host: 'harbor-courier.localhost',
  name: 'Harbor Courier',
  lang: 'en',
  about: 'The daily paper of a port town.',
  zone: 0,
  robots: 'User-agent: *\nAllow: /\nDisallow: /account/\n',
  feeds: [
    { path: '/rss.xml', title: 'Harbor Courier', format: 'rss2', tracking: '?utm_source=rss&utm_medium=feed' },
    { path: '/world/rss.xml', title: 'Harbor Courier: World', format: 'rss2', sections: ['World'] },
  ],
  pieces: PIECES,
  page: harborCourierPage,
};
