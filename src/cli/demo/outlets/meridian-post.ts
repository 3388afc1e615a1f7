import { meridianPostPage } from '../pages/meridian-post.ts';
import type { Outlet, Piece } from '../outlet.ts';
import { PLAN_CUT } from './wire-copy.ts';

const CROSSING = `
Minsk and Vilnius have agreed to open one more lane for lorries at the crossing of Kamenka, officials on both sides said on Wednesday, the first joint decision of any kind in fourteen months and one that covers exactly two hundred and ten metres of asphalt.

The lane will be used by vehicles that carry food and medicine. Until now these stood in the same queue as furniture and tyres, and last summer a load of strawberries became famous for arriving as jam.

> “It is a lane, not a thaw,” said Vaida Simkute, who runs the Lithuanian customs office on site. “I would not put on a thinner coat.”

## Quiet channels

The agreement was reached by e-mail between two heads of department who have never met. Politicians learned of it when the paint had been ordered. Nobody stopped the paint.

Drivers who were waiting at the barrier on Wednesday took the news calmly. A man with nineteen tonnes of onions said that he would believe in the lane when he stood in it. He had his stove out on the tailboard and was frying some of the cargo, with the permission, he said, of the rest.

The signs for the lane have been painted in four languages. The fifth, for drivers who cannot read any of them, shows a loaf of bread.

For Belarus the lane shortens the way of imported insulin by about nineteen hours. Doctors in Grodno had written to both governments in spring; the letter was answered by neither, and seems to have been read by both.`;

const PIECES: readonly Piece[] = [
  {
    slug: 'a/9f31-security-draft-turned-down',
    title: 'Fourteen ministers, one draft, no author: Riga says no',
    by: ['Agencies'],
    section: 'International',
    tags: ['Riga'],
    when: 'live',
    text: PLAN_CUT,
    topics: ['european-security', 'belarus'],
    story: 'plan',
  },
  {
    slug: 'a/2b77-talks-resume-in-geneva',
    title: 'Talks resume in Geneva',
    by: ['Celia Ferrand'],
    section: 'International',
    tags: ['Geneva', 'diplomacy'],
    when: 'live',
    topics: ['european-security'],
    text: `
When the parties to the river commission walked back into the Palais on Monday, the cleaning staff were still taking down the chairs of another conference, and for ten minutes the future of the continent's longest waterway was discussed in a corridor.

It was not the worst place. The commission has eleven members, nine languages and one working lift. Since its foundation it has met two hundred times, and it has never before been a matter for generals.

That has changed with the mines. Three were found adrift below the delta in September, and a fourth in a fishing net. Shipowners now ask for escorts, insurers for guarantees, and the coast states for a word in the final act on *European* *security*, which the upstream members call a subject for other buildings.

## Who pays for the sweepers

Four minesweepers are available, all of them wooden and all of them older than their crews. To keep two on the river through the winter would cost nineteen million francs. The sum has been offered three times, each time by somebody who was not in the room.

> “We are plumbers,” said the commission's chairman, Ruben Adler. “We measure water. If someone wants to talk about war and peace, we will lend them the lift.”

A compromise was taking shape on Tuesday evening: a protocol outside the treaty, open to signature by any state with a bank on the river. The lawyers asked for time to define a bank.
`,
  },
  {
    slug: 'a/71c0-drone-strike-hits-grain-port',
    title: 'Drone strike hits grain port, silos burn through the night',
    by: ['Celia Ferrand'],
    section: 'International',
    tags: ['war', 'grain'],
    when: { hoursAgo: 8 },
    topics: [],
    text: `
A drone strike on a grain port in the delta set two silos on fire early on Monday and injured four night watchmen, the regional administration said. It was the third attack on the terminal this month.

The fire was visible from the opposite bank, where villagers stood on the dyke until morning. Wheat burns slowly, said the chief of the fire brigade, Ionel Barbu, and goes on burning inside when it looks finished from without.

> “You pour water on it and it turns into bread,” he said. “Very bad bread, and a great deal of it.”

Eight thousand tonnes were lost. Two bulk carriers that had been due to load were sent to an anchorage twelve miles offshore, where nineteen others are waiting. The owners of the terminal said that one of three conveyor lines could be running again within the week.

In the villages along the dyke, people have learned to tell the engines apart. A low hum means that it will pass; a hum that stops does not. The school at the bend of the river has moved its lessons to the cellar, where the children have painted windows on the wall, each with another view.

The grain that was saved was moved by truck to sheds further inland. Every third truck belongs to a farmer. They were not asked, said the chief of the fire brigade. They simply stood there in a row at four in the morning, with their lights off, as they had been told to.

Insurance premiums for the passage rose by a fifth before noon. By evening they had fallen again, since no ship had actually turned round.
`,
  },
  {
    slug: 'a/c4d8-minsk-vilnius-open-a-lane',
    title: 'Minsk and Vilnius open a lane at Kamenka',
    by: ['Jonas Abel'],
    section: 'International',
    tags: ['borders'],
    when: 'live',
    topics: ['belarus'],
    text: CROSSING,
    revision: {
      title: 'Minsk and Vilnius open one lane at Kamenka',
      text: `${CROSSING}

*Correction: an earlier version of this article gave the length of the lane as 120 metres. It is 210 metres. The name of the head of the customs office was misspelt and has been corrected.*
`,
    },
  },
  {
    slug: 'a/e0a5-the-bill-for-a-safer-continent',
    title: 'The bill for a safer continent',
    by: ['Tobias Renn'],
    section: 'Economy',
    tags: ['budget', 'defence'],
    when: 'live',
    topics: [],
    text: `
Europe's security has a price, and from January it will have a line in the budget. Finance officials have agreed to book what their countries spend on shelters, stockpiles and spare transformers under one heading, so that for the first time the sums can be compared.

They differ wildly. Finland spends forty-one euros a head, Portugal three. The Netherlands does not know, because half of its shelters are also bicycle garages and are paid for by the cities.

## A European answer to a national question

Security officials from nine capitals had asked for the common heading two years ago. Treasuries resisted, for a good reason: whoever measures will sooner or later be asked to share. A European fund for civil defence has been proposed four times and buried four times, the last time under a lunch.

> “We agreed on the table before we agreed on the food,” said Marguerite Olthof, who negotiated for the Benelux countries. “In my experience that is the right order.”

The first comparable figures are to be published in autumn. Economists expect them to show that the states with the most to fear spend the least on brochures.

[read] More on this: Why European security begins in the cellar

The next argument is already in sight. If shelters count, some capitals ask, why not the underground railways that would serve as such? Prague would at once become the best protected city of the union, and Copenhagen, whose tunnels fill with water when it rains, one of the worst.

Markets took no notice. The yield on ten-year bonds moved by a hundredth of a point, and moved back.
`,
  },
  {
    slug: 'a/5d12-chip-maker-chooses-porto',
    title: 'Chip maker chooses Porto, and Porto wonders where to put it',
    by: ['Tobias Renn'],
    section: 'Economy',
    tags: ['industry'],
    when: 'live',
    topics: [],
    text: `
The factory will be six hundred metres long, which is longer than anything in Porto except the bridge and the arguments about the bridge. On Thursday the company behind it signed for a site north of the city; production is to start in three years.

Two thousand people will work there, most of them at night, since the machines are never switched off and the electricity is cheaper after ten. The university is opening a course. Its first forty places drew eleven hundred applications, a third of them from Brazil.

[box]

What the city does not have is flats. Rents have doubled in seven years, and the last large building that was finished, a hotel, stands empty in winter. The mayor has asked the company to build four hundred homes. The company has offered a tram stop.

> “A tram stop is a fine thing,” the mayor, Inês Vilar, told the assembly. “One can wait in it. One cannot sleep in it, although in this city people have begun to try.”

[read] More on this: Belarus lures programmers home with flats

In the parish nearest to the site the priest has had the bell tower measured. The crystals that will be drawn in the halls must not be shaken by more than a thousandth of a millimetre, and his largest bell, cast in 1771, is heard in three valleys. He has offered to ring it more softly on weekdays.

The water for the factory will come from the river and go back to it, cleaner than before, the plans say. Fishermen have asked for that sentence in writing.
`,
  },
  {
    slug: 'a/08ee-an-archive-in-two-suitcases',
    title: 'An archive in two suitcases',
    by: ['Jonas Abel'],
    section: 'Culture',
    tags: ['archive'],
    when: { hoursAgo: 50 },
    topics: ['european-security', 'belarus'],
    text: `
The papers of the last arms inspector of his generation fit into two suitcases, and his daughter carried both of them up the stairs of the library herself. She did not trust the lift, and he, she said, had not trusted anything that went up without a reason.

Between 1988 and 2006 Henrik Aalto counted tanks from Cadiz to the Urals. His notebooks, which the library has now opened to readers, are a private history of European security, written in pencil and in a code that turned out to be Swedish.

## A barracks in the forest

The longest entries come from Belarus, where he spent the summer of 1993 in a forest near Slonim, counting vehicles that nobody had counted before and that had, in part, been stolen since the list was made. He notes the weather, the mushrooms, and the names of the dogs.

> “He always wrote down the dogs,” said his daughter. “He said that people give you the number they have been told to give, but nobody tells them to lie about the dog.”

Readers may see the notebooks on Tuesdays, with clean hands and a pencil. The first to ask for them was a boy of twelve, who wanted to know whether the dogs are listed by name or by place. They are listed by character. He stayed until the library closed and left a list of corrections.

Historians have already found a discrepancy between the notebooks and the official protocol: eleven lorries and one dog. The library will publish a facsimile next year.
`,
  },
  {
    slug: 'a/b6f9-the-long-read-neutral-ground',
    title: 'The long read: what became of neutral ground',
    standfirst: 'Once every capital had a café where spies could sit. A walk through the last of them.',
    by: ['Celia Ferrand'],
    section: 'Ideas',
    tags: ['history', 'essay'],
    when: 'live',
    topics: ['european-security'],
    text: `
The waiter at the Café Orient has served four foreign ministers, two of them at the same table, though not at the same time. He remembers what they ordered. He has been offered money for much less.

Neutral ground used to be a place, and it had opening hours. In Vienna it was a row of cafés behind the opera; in Helsinki a sauna; in Geneva almost everything. One went there to be seen not talking. The essential part of diplomacy, an old hand once told me, takes place between the cloakroom and the soup.

## The end of the corner table

Two things did away with it. The first was the telephone in every pocket, which turned the guests at the next table into a camera. The second was a change in belief. A pan-European security order, such as the one that was promised in Paris in 1990, was meant to make neutrality unnecessary; where everyone belongs, no one needs a corner.

[photo] The back room of the Café Orient, in which nothing was ever agreed | Private collection

That order did not fail in one day. It was not renewed, like a library card. By the time somebody looked for it, the desk had been closed and the corner tables had been taken out to make room for a bar.

> “They want to be alone now,” said the waiter. “They sit in a car in front of my café, both of them, with the engine running. I bring them coffee to the window. They do not tip.”

[read] More on this: The Belarus files, part three

Lately, he says, a few of the older ones have come back in, in the afternoon, when the light is bad. They ask whether the back room is free. He tells them that it always was.
`,
  },
  {
    slug: 'a/3ac4-lashers-walk-out-at-the-container-port',
    title: 'Lashers walk out at the container port of Varna',
    by: ['Tobias Renn'],
    section: 'Economy',
    tags: ['labour'],
    when: 'live',
    page: 404,
    topics: ['port-strikes'],
    text: `
At six on Wednesday morning the men and women who fasten containers to ships put down their rods, hung up their vests and went to stand by the gate. Nobody had told the crane drivers, who waited for an hour in their cabins, forty metres up, for somebody to wave.

The walkout at the port was not announced, since under Bulgarian law an announced one can be forbidden. It has no leader either, or none that wants to be called so. A sheet of paper on the fence lists three demands: gloves, a second break, and the dismissal of a timekeeper.

> “The gloves they will give us,” said a lasher who has worked here for nineteen years. “The break we will take. About the timekeeper we shall see.”

By noon the sheet on the fence had been joined by others. Somebody wanted a roof over the bicycle stand, somebody else a word of thanks for the night of the storm, when eleven men had held down a gangway for two hours. The last sheet was blank and signed by everyone.

The owners' lawyers arrived from Sofia in the afternoon. They were shown a stack of boxes that swayed in a light breeze, and one of them, who had worn thin shoes, asked whether it always did that. It did, he was told, unless somebody tied it down.

Four ships are alongside and cannot leave, because one does not go to sea with boxes that are tied at one end. The terminal spoke of an illegal action and ordered sandwiches for the crane drivers.
`,
  },
];

export const MERIDIAN_POST: Outlet = {
  host: 'meridian-post.localhost',
  name: 'The Meridian Post',
  lang: 'en',
  about: 'International news, economics and ideas.',
  zone: 60,
  robots: 'User-agent: *\nDisallow: /search\nDisallow: /*?print=\n',
  feeds: [{ path: '/feeds/all.atom', title: 'The Meridian Post', format: 'atom', tracking: '?utm_campaign=atom' }],
  pieces: PIECES,
  page: meridianPostPage,
};
