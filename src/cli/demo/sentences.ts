import type { TopicId } from './topics.ts';

/** A kind of news that the newsroom can write by itself. */
export interface Beat {
  readonly section: string;
  readonly topics: readonly TopicId[];
  readonly titles: readonly string[];
  /** Sentences that every piece of this beat holds; the first opens it. */
  readonly sentences: readonly string[];
}

export const BEATS: readonly Beat[] = [
  {
    section: 'world',
    topics: ['european-security'],
    titles: [
      '<city> hosts talks on <matter>',
      'Envoys gather in <city> over <matter>',
      '<body> to debate <matter> in <city>',
    ],
    sentences: [
      '<title> <surname> opened <number> minutes of remarks in <city> by calling European security a question of <matter> rather than of flags.',
      'A paper passed round by <body> lists <number> steps, the last of which ties <matter> to European security as a whole.',
    ],
  },
  {
    section: 'world',
    topics: ['belarus'],
    titles: [
      'Drivers wait <number> hours as <matter> divides border towns',
      '<city> reopens a crossing after <number> days',
    ],
    sentences: [
      'Hauliers from <city> say that the queue towards Belarus grew to <number> lorries on <weekday>, the longest since <month>.',
      'Belarusian customs officers, according to <title> <surname>, have asked for <number> more documents because of <matter>.',
    ],
  },
  {
    section: 'business',
    topics: ['port-strikes'],
    titles: ['<city> cranes fall silent for <number> hours', 'Pilots and lashers in <city> down tools over <matter>'],
    sentences: [
      'A strike closed the port of <city> on <weekday>, leaving <number> containers on the quay.',
      'The union wants <matter> settled first, and <title> <surname> says that its <number> members are patient people.',
    ],
  },
  {
    section: 'business',
    topics: [],
    titles: ['<city> bakery chain to open <number> shops', 'Shipyard in <city> wins order after dispute over <matter>'],
    sentences: [
      'A family firm from <city> said on <weekday> that it would hire <number> people by <month>.',
      'Asked about <matter>, <title> <surname> pointed to the order book and to <number> apprentices.',
    ],
  },
  {
    section: 'culture',
    topics: [],
    titles: ['<city> museum finds <number> lost negatives', 'A choir of <number> voices comes to <city>'],
    sentences: [
      'The museum of <city> will show <number> photographs from <month> on, most of them never printed.',
      'For the curator, <given> <surname>, the pictures are about <matter> and about the patience of <number> sitters.',
    ],
  },
];

export const WORDS: Record<string, string[]> = {
  city: [
    'Tallinn',
    'Gdansk',
    'Rostock',
    'Turku',
    'Klaipeda',
    'Aarhus',
    'Riga',
    'Malmo',
    'Visby',
    'Kotka',
    'Ventspils',
    'Stralsund',
    'Karlskrona',
    'Pori',
  ],
  given: ['Ilse', 'Tomas', 'Marit', 'Juhan', 'Eleni', 'Pauls', 'Signe', 'Radek', 'Aino', 'Viktor', 'Hedda', 'Osk'],
  surname: [
    'Lindqvist',
    'Ozols',
    'Varga',
    'Kask',
    'Petersen',
    'Nowicki',
    'Haldorsen',
    'Rebane',
    'Mikkonen',
    'Sorel',
    'Thorn',
    'Dahl',
    'Kalnins',
    'Brandt',
  ],
  title: ['Minister', 'Ambassador', 'Professor', 'Commissioner', 'Mayor', 'Chairwoman', 'Deputy Minister'],
  body: [
    'the contact group',
    'the council of ministers',
    'a working group of deputies',
    'the parliamentary assembly',
    'the coast states',
  ],
  matter: [
    'insurance',
    'winter training',
    'the price of fuel',
    'mutual inspections',
    'night shifts',
    'an old treaty',
    'drinking water',
    'shared radar pictures',
    'pensions',
    'the rail gauge',
    'undersea cables',
    'school meals',
  ],
  weekday: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'],
  month: ['January', 'March', 'April', 'June', 'September', 'October'],
};

/** Sentences for any piece; none of them touches a sample topic. */
export const SENTENCES: readonly string[] = [
  'Nobody in the room expected a quick answer, and <given> <surname> did not offer one.',
  'The figures, published on <weekday>, show a rise of <number> over the same week of the year before.',
  'In <city> the decision was received with a shrug and, in one case, with cake.',
  'A clerk who has kept the minutes for <number> months said that the tone had changed since <month>.',
  'The paper has <number> pages, of which the last four are maps.',
  '“We counted twice, and then a colleague from <city> counted again,” said <given> <surname>.',
  'Several deputies asked why <matter> had been left to a footnote.',
  'The next meeting is planned for <month>, provided that the heating in <city> is repaired by then.',
  'Local traders, who had feared for the season, now speak of <number> bookings a day.',
  'What happens to <matter> will be decided by a committee that has yet to choose its chair.',
  'An earlier draft, seen by this newspaper, had put the sum at <number> million.',
  '<title> <surname> has held the office since <month> and is not known for long sentences.',
  'On the bridge over the canal, <number> people stood in the rain to hear the reading of the list.',
  'The regional court in <city> had ruled on a similar case, though on narrower grounds.',
  'Engineers will take <number> days to check the cables before anything is switched on.',
  'Whether the compromise survives the summer depends on <matter>, both sides admit.',
  'A spokesman for <body> declined to say who had paid for the printing.',
  'The ferry from <city> arrived late, and with it the delegation.',
  'There was applause, brief and polite, when <given> <surname> left the stage.',
  'Researchers at the university of <city> have followed <number> families through the change.',
  'The opposition calls the plan a list of wishes; the treasury calls it a beginning.',
  'Two of the <number> objections concerned the colour of the signs.',
  'By <weekday> evening the queue had gone, and so had the sandwiches.',
  'Older residents recall a winter when <matter> was settled with a handshake.',
  'The contract runs for <number> years and can be ended by either side with notice.',
  'Critics from <city> point out that no one has tested the method at sea.',
  '“It is a beginning, and beginnings are cheap,” <title> <surname> told reporters.',
  'The auditors found <number> invoices without a date and one without an amount.',
  'A map on the wall still shows the railway as it was before <month>.',
  'Insurers have asked for a list of every building within <number> metres.',
  'Those who cannot attend may write to the town hall of <city> until the end of <month>.',
  'Independent experts doubt that <matter> can be measured at all.',
  'Half of the money comes from a fund that was set up after the flood in <city>.',
  'The vote was <number> in favour, with a handful of members at the window.',
  'In the corridor, an interpreter explained the difference between a pause and a break.',
  'Schools in <city> will open an hour later until the roof is safe.',
  'It took <number> telephone calls to find the key to the archive.',
  'The weather service expects calm days, which suits <given> <surname> and her crew.',
  'For the first time, <body> has invited young people to speak before the ministers do.',
  'Nothing in the text obliges anyone to act before <month>, a lawyer from <city> noted.',
  'The hall was full to the last of its <number> seats.',
  'A second report, on <matter>, is to follow once the translators have finished.',
  'Prices at the market rose for a day and then fell back.',
  '<given> <surname>, who drove through the night from <city>, called it worth the coffee.',
  'The inspectors sealed <number> crates and opened only one.',
  'Officials were careful not to promise more than the budget allows.',
];
