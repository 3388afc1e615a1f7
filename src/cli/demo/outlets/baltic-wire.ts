import { balticWirePage } from '../pages/baltic-wire.ts';
import type { Outlet, Piece } from '../outlet.ts';
import { DOCKERS, PLAN } from './wire-copy.ts';

const PIECES: readonly Piece[] = [
  {
    slug: 'world/ministers-reject-plan-without-eastern-neighbours',
    title: 'Ministers reject European security plan without eastern neighbours',
    by: ['Ilse Marten'],
    section: 'World',
    tags: ['diplomacy', 'defence'],
    when: 'live',
    text: PLAN,
    topics: ['european-security', 'belarus'],
    story: 'plan',
  },
  {
    slug: 'economy/dockers-call-48-hour-strike',
    title: 'Dockers call 48-hour strike at three Baltic ports',
    by: ['Per Haldorsen'],
    section: 'Economy',
    tags: ['shipping', 'labour'],
    when: 'live',
    text: DOCKERS,
    topics: ['port-strikes'],
    story: 'dockers',
  },
  {
    slug: 'world/border-rail-link-reopens',
    title: 'Border rail link reopens after eight-month closure',
    by: ['Ilse Marten'],
    section: 'World',
    tags: ['rail', 'borders'],
    when: { hoursAgo: 5 },
    topics: ['belarus'],
    text: `
The first freight train in eight months crossed the Narevka bridge at dawn, forty wagons of timber behind a locomotive that had been repainted for the occasion and had lost most of the paint again on the way.

The link was shut in March after inspectors found cracks in two of the bridge's eleven piers. Repairs were to take six weeks. They took thirty-four, because the steel had to be ordered twice and because the two railways could not agree who would pay for the second order.

> “We did not close the bridge for politics and we have not opened it for politics,” said Marek Oleszko, who runs the line's western half. “It is a bridge. It was broken, and now it is not.”

## Two gauges, one timetable

Trains from the Belarusian side run on rails that stand 85 millimetres further apart, so every wagon must be lifted onto other wheels in a shed two kilometres west of the river. The shed can handle eighteen wagons an hour when nothing freezes. Last winter it handled eleven.

For the town of Hajny the reopening means work. Some two hundred people were sent home when the line closed; about a hundred and fifty have been asked to come back. The rest, the railway says, will be called when night traffic resumes in spring.

[read] READ MORE: Port strike enters its second day as talks stall

Grain and fertiliser will follow the timber from next week, four trains a day at first. Passenger services remain suspended. A replacement bus needs three hours for a distance that the train once covered in twenty minutes, most of them spent at the barrier.
`,
  },
  {
    slug: 'world/helsinki-conference-opens',
    title: 'Conference on European security opens in Helsinki',
    by: ['Ilse Marten'],
    section: 'World',
    tags: ['diplomacy'],
    when: { hoursAgo: 80 },
    topics: ['european-security'],
    text: `
Delegations from thirty-one countries took their seats in the Finlandia hall on Friday for what the hosts call the most ambitious conference on European security in two decades, and what several of the guests call a good opportunity to be seen.

The agenda has four baskets: military transparency, energy, human contacts, and a last one that has been left empty on purpose. “We wanted a place for what nobody has thought of yet,” said the conference's secretary, Kaarina Salo.

## An old hall, new rules

Speaking time is limited to six minutes, and a small lamp turns red after five. On the first morning it did so eleven times. Only one speaker stopped.

Most interventions circled around the same worry: that inspections agreed in the last century no longer fit the weapons of this one. A drone that fits into a suitcase, a Dutch officer told the plenary, does not appear in any of the tables that the treaties use.

> “The tables count what can be parked,” he said. “What worries us cannot be parked.”

Smaller states used the corridor for what the plenary does not allow. By noon three bilateral meetings had been added to the programme, and the coffee had run out twice.

Outside the hall some forty people had gathered with a banner on which a comma had been added by hand. They were given tea by the police, who had been told to expect four hundred and had brought cups accordingly.

A closing document is planned for Sunday. Drafts are circulating in two versions which differ, according to people who have read both, in eleven words.
`,
  },
  {
    slug: 'premium/briefing-winter-talks',
    title: 'Briefing: what the winter talks mean for European security',
    by: ['Ilse Marten'],
    section: 'Briefing',
    tags: ['analysis'],
    when: 'live',
    topics: ['european-security'],
    text: `
Subscribers to our briefing know the argument already: the winter talks on European security are less about troops than about time. Whoever can wait until spring has the better hand, and both sides are telling their publics that they can.

The calendar says otherwise. Two of the delegations face elections before April, a third must pass a budget by the end of January. The mandate of the monitoring mission ends in the same week, and no text for its renewal exists.

Three numbers help to read the coming days. Eleven is the count of observers whose contracts run out before the mandate does. Two hundred and forty is the distance, in kilometres, within which the parties have promised to announce manoeuvres; one of them measures it from the border, the other from its nearest barracks. And forty-eight is the number of hours that the technical group needs, by its own account, to verify a single complaint.

The delegations have drawn different conclusions from these figures. The hosts want to shorten the procedure, the larger members want to lengthen the list of what may be complained about, and the smaller ones want to see both in writing. Our sources expect a paper by Thursday, and a better paper by the Thursday after.

What to watch: the composition of the technical group on Tuesday, the date of its second meeting, and whether the word “verification” survives the weekend. If it does, the talks are alive.
`,
  },
  {
    slug: 'economy/herring-quotas-cut-by-a-tenth',
    title: 'Herring quotas cut by a tenth',
    by: ['Per Haldorsen'],
    section: 'Economy',
    tags: ['fishing'],
    when: 'live',
    topics: [],
    text: `
Fisheries ministers agreed before sunrise on Wednesday to cut next year's herring quota in the central basin by a tenth, half of what scientists had asked for and twice what the fleets had said they could bear.

The deal, reached after nineteen hours, leaves the sprat quota where it is and closes two spawning grounds from February to May. Boats under twelve metres may go on fishing there with nets that let small fish escape.

[read] READ MORE: Ministers reject European security plan – five things to know

## Sums in a notebook

Lauri Kotka, whose family has fished out of Naantali since 1911, did his sums in a school notebook on the quay. A tenth less herring, he said, is one deckhand less. He has three, and two of them are his sons.

> “They told us that the stock would come back if we waited,” he said. “We have waited nine years. I would like to know what the herring are waiting for.”

Scientists at the marine institute do not dispute his impatience. Warm summers, they say, favour small copepods over large ones, and a herring that grows up on the small kind remains thin. Fewer boats would help, but not as much as two cold winters in a row.

[box]

Processors on the coast have begun to buy mackerel from the west. It is fatter, it is dearer, and in the old recipe for pickling, said one of them, it behaves like a guest who has not been told when to leave.

The cut takes effect in January. Ministers will look at the figures again in June, when the survey ship *Aranda* is back from its spring voyage.
`,
  },
  {
    slug: 'world/exercise-ends-early-because-of-ice',
    title: 'Naval exercise ends early because of ice',
    by: ['Per Haldorsen'],
    section: 'World',
    tags: ['navy'],
    when: 'live',
    day: true,
    topics: ['european-security'],
    text: `
Eleven warships from five navies turned back to their bases two days before the planned end of an exercise in the Gulf of Bothnia, after ice closed the fairway faster than any forecast had said.

No ship was damaged. A minehunter lost paint along its starboard side and a Danish frigate lost its place in the queue for the only icebreaker on duty, which was busy with tankers.

The exercise was meant to test how quickly convoys could be formed in winter. Its commander, Rear Admiral Signe Dahl, said that it had answered the question.

> “Ice has no opinion on European security, but it has a vote,” she told reporters in Oulu. “We had planned for everything except an early winter in the place where winters are early.”

## Lessons for the spring

A second exercise is planned for April, further south. By then the navies want a shared picture of the ice, updated every three hours, instead of five pictures updated whenever somebody is free.

The icebreaker's captain, for his part, declined to speak of an early winter. In his log the first ice of the season is entered nine days later than in the year his daughter was born, and that year, he recalled, nobody had turned round. The ships of those days were slower, uglier and thicker.

Residents of Hailuoto watched the ships leave from the shore. The island's ferry had stopped the evening before; its ice road will open, if the cold lasts, in about three weeks.
`,
  },
  {
    slug: 'economy/ferry-operator-orders-two-hybrid-ships',
    title: 'Ferry operator orders two hybrid ships',
    by: ['Per Haldorsen'],
    section: 'Economy',
    tags: ['shipping'],
    when: { hoursAgo: 100 },
    topics: [],
    text: `
Nordstrand Lines has ordered two ferries that will run on batteries within five miles of the coast and on methanol beyond it, the company said on Thursday. The ships will cost about 310 million euros together and will carry nine hundred passengers each.

The first is to enter service between Turku and Visby in three years. It will replace the *Aurelia*, which was built when a cabin with a window was still a luxury and whose engines have been rebuilt so often that only the serial numbers are original.

Charging will take forty minutes at each end. The towns have promised cables; neither has yet said who will pay for the transformer houses, which planners in Visby want to hide behind a hedge.

[read] Most read: Belarus border queue at its longest since spring

Passengers were asked what they would like on board. More than six thousand answered. They want power sockets, quieter doors, a place for dogs, and a buffet that closes later; eleven of them want the old horn of the *Aurelia*, which can be heard in two countries. The company has promised to keep the horn.

Unions welcomed the order and asked where the crews would come from. A ship that runs on methanol needs two more engineers than one that runs on oil, and the school in Turku turns out nine a year. Five of them, its headmaster said, go straight to the wind farms, where the pay is better and the buffet never closes.

The yard in Rauma will begin to cut steel next autumn. It has work for four hundred people for two years, its director said, and after that it has hope.
`,
  },
];

export const BALTIC_WIRE: Outlet = {
  host: 'baltic-wire.localhost',
  name: 'Baltic Wire',
  lang: 'en',
  about: 'News agency for the Baltic Sea region.',
  zone: 120,
  robots: `# Baltic Wire
User-agent: *
Disallow: /premium/
Disallow: /search
Crawl-delay: 1

Sitemap: /news-sitemap.xml
`,
  feeds: [{ path: '/news-sitemap.xml', title: 'Baltic Wire: news sitemap', format: 'sitemap' }],
  pieces: PIECES,
  page: balticWirePage,
};
