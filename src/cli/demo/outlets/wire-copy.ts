/** Agency texts that several outlets print. */

/** An agency report as an outlet prints it that cuts from the end; `PLAN` is all of it. */
export const PLAN_CUT = `
Foreign ministers meeting in Riga on Tuesday turned down a draft plan for European security that would have been worked out among members of the alliance alone, saying that a treaty which leaves out the countries at its edge would be a treaty about somebody else.

Nine of the fourteen ministers who spoke asked for Belarus to be offered a seat at the technical talks, if only as an observer. Two were against. Three wanted first to see who would sit in it.

> “You cannot draw a map and leave the middle white,” said the Latvian minister, Andris Veldre, who chaired the session. “European security does not end where our patience ends.”

## A text that nobody owns

The draft runs to twenty-two pages and has no author. It was put together over the summer by officials from five capitals, each of whom now describes it as a working paper of the other four. It proposes yearly inspections of barracks, a hot line between air-traffic centres, and a ban on large manoeuvres within fifty kilometres of a border.

What it does not say is what happens when somebody breaks the rules. An earlier version had foreseen a committee. The committee was struck out in August, put back in September, and has now been moved into a footnote that refers to a protocol which has not been written.`;

export const PLAN = `${PLAN_CUT}

## What comes next

The ministers asked the same officials to come back before the end of January with a second draft, this time with names on it. Minsk has not commented. A diplomat who follows the talks from there said that an invitation would be read with interest, and that reading was free.

Military experts expect little movement before spring. The mandate of the monitors who watch the crossing points on the river Bug ends in February; to renew it, all sides must agree on a text of two paragraphs. So far they agree on the first.

The Riga meeting ended without the usual photograph. The photographer had been told six o'clock; the ministers left at five, by a side door, into snow.
`;

export const DOCKERS = `
Dock workers at three Baltic ports will stop work for 48 hours from Thursday morning, their unions said, after talks on night-shift pay ended without a result for the fourth time since August.

The strike covers the container terminals of Klaipeda, Ventspils and Gdynia, which together handle about a third of the region's boxes. Ferries and tankers are not affected, and the unions have promised to unload anything that is alive.

> “Horses, tulips and insulin will leave the quay as always,” said Rasa Petrauske of the Klaipeda lashers. “Garden furniture can wait until Saturday.”

## Two hours, two views

The dispute is about the two hours between four and six in the morning. The terminals count them as part of the night shift, the unions as the beginning of the day, and the difference is worth about 140 euros a month to a crane driver.

The employers' association called the announcement disproportionate. Its members, it said, had offered a one-off payment and a new canteen. Three ships have already been sent on to Rotterdam, and a fourth is waiting in the roads for orders.

Freight rates reacted little. Brokers in Hamburg point out that December is a quiet month, and that most of what is to lie under a Christmas tree has been in the shops since October.

Talks are to go on while the cranes stand still. Both sides have agreed on the hotel, which is more than they managed last time.
`;
