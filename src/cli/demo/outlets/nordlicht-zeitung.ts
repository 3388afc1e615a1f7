import { nordlichtZeitungPage } from '../pages/nordlicht-zeitung.ts';
import type { Outlet, Piece } from '../outlet.ts';

const PIECES: readonly Piece[] = [
  {
    slug: 'wirtschaft/strompreise-steigen-im-winter-erneut',
    title: 'Strompreise steigen im Winter erneut',
    standfirst: 'Die Stadtwerke kündigen Erhöhungen an. Warum der Wind allein nicht hilft.',
    by: ['Wiebke Thomsen'],
    section: 'Wirtschaft',
    tags: ['Energie', 'Stadtwerke'],
    when: 'live',
    topics: ['strompreise'],
    text: `
Wer in der Hansestadt mit Strom heizt, zahlt vom ersten Januar an rund elf Prozent mehr. Das teilten die Stadtwerke am Dienstag mit, in einem Brief von zwei Seiten, dessen zweite aus Fußnoten besteht.

Grund seien gestiegene Netzentgelte, nicht der Einkauf, sagte die kaufmännische Leiterin Frauke Behn. Der Strom selbst sei an der Börse sogar billiger geworden. Nur müsse er, bevor er im Haus ankomme, durch Leitungen, und die gehörten jemandem.

> „Der Wind schickt keine Rechnung“, sagte Behn, „aber der Mast, an dem er sich dreht, der schickt eine.“

## Was ein Haushalt zahlt

Eine Familie mit vier Köpfen und 3500 Kilowattstunden im Jahr kommt auf Mehrkosten von etwa 130 Euro. Für Wärmepumpen gilt ein eigener Tarif, den bisher allerdings nur jeder dritte Besitzer beantragt hat. Die Verbraucherzentrale rät, das vor Weihnachten nachzuholen.

[read] Lesen Sie auch: Belarus liefert wieder Kali über Klaipėda

Der Mieterbund spricht von einer Zumutung. Im vergangenen Jahr hätten die Stadtwerke einen Gewinn von neun Millionen Euro ausgewiesen, den die Stadt für zwei Schwimmbäder ausgegeben habe. Geheizt würden diese, das immerhin sei gerecht, ebenfalls mit Strom.

[box]

In der Beratungsstelle am Holstentor steht seit Dienstag eine Schlange bis auf die Straße. Manche haben ihre Rechnung mitgebracht, manche den Zähler. Ein Rentner wollte wissen, ob man den Kühlschrank nachts abstellen dürfe; man riet ihm, stattdessen die Weihnachtsbeleuchtung seines Nachbarn ins Auge zu fassen.

Im Frühjahr soll neu gerechnet werden. Dann läuft der Vertrag mit dem Windpark vor Fehmarn aus, und die Karten, so Behn, würden neu gemischt. Sie sagte nicht, von wem.
`,
  },
  {
    slug: 'kultur/belarussische-kuenstler-in-luebeck',
    title: 'Bilder aus dem Koffer: Ausstellung in Lübeck',
    by: ['Henning Oldach'],
    section: 'Kultur',
    tags: ['Ausstellung', 'Lübeck'],
    when: 'live',
    topics: ['belarus'],
    text: `
Die größte Leinwand misst achtzig mal sechzig Zentimeter, denn größer war der Koffer nicht. Fünf belarussische Künstlerinnen und Künstler zeigen von Freitag an in der Lübecker Petrikirche, was sie mitnehmen konnten, als sie gingen.

Es sind stille Bilder. Ein Küchentisch, ein Treppenhaus, eine Schlange vor einem Kiosk. Auf keinem ist ein Mensch zu sehen, auf jedem ist gerade jemand hinausgegangen.

> „Man malt zuerst die Möbel“, sagt die Malerin Hanna Lis, die seit drei Jahren in Travemünde lebt. „Die Leute kommen später. Manche kommen gar nicht.“

## Ein Raum ohne Strom

In der Seitenkapelle steht ein Radio, das nichts sendet. Es gehörte dem Großvater eines der Maler und lief in Belarus fünfzig Jahre lang, bis es niemand mehr einschalten wollte. Wer den Knopf dreht, hört das Klicken und sonst nichts; die meisten Besucher drehen ihn zweimal.

[photo] Das Radio in der Seitenkapelle von St. Petri | Foto: Oldach

Gezeigt werden auch die Koffer. Sie stehen in einer Reihe vor dem Altar, geöffnet, und in jedem liegt, was beim Auspacken übrig blieb: ein Fahrschein, ein Knopf, ein Zettel mit einer Telefonnummer, die nur noch vier Ziffern hat. Eine Schulklasse, die vorab kommen durfte, hat für jeden Koffer eine Geschichte geschrieben. Die Künstler haben sie gelesen und gebeten, die falschen hängen zu lassen.

Bis Ostern bleibt die Ausstellung, dann zieht sie weiter nach Wismar und Greifswald.

Zur Eröffnung spricht die Pröpstin. Der Eintritt ist frei, um Spenden für neue Rahmen wird gebeten. Die alten, erklärt der Kurator, seien beim Transport nicht beschädigt worden; es habe nie welche gegeben.
`,
  },
  {
    slug: 'politik/was-von-weissrussland-uebrig-bleibt',
    title: 'Ein Dorf, zwei Namen: Wie die Karten sich ändern',
    by: ['Henning Oldach'],
    section: 'Politik',
    tags: ['Sprache', 'Karten'],
    when: 'live',
    topics: [],
    text: `
Im Keller des Instituts für Länderkunde lagern Atlanten aus hundertsechzig Jahren, und wer sie nebeneinanderlegt, sieht Dörfer wandern, ohne dass ein Haus versetzt worden wäre. Erst heißen sie deutsch, dann polnisch, dann russisch, dann noch einmal anders.

Besonders lang ist die Liste der Änderungen für das Land, das in deutschen Schulbüchern bis vor wenigen Jahren Weißrussland hieß. Der Name sei nicht falsch gewesen, sagt die Kartografin Imke Rasch, nur habe er immer nach einem Teil von etwas geklungen.

> „Ein Land ist kein Farbton“, sagt sie. „Das haben uns die Leute dort oft genug geschrieben, auf sehr höflichem Papier.“

## Der Duden zögerte

Die Umstellung dauerte. Im Auswärtigen Amt galt die neue Bezeichnung zuerst, in den Wetterkarten zuletzt. Noch heute bekommt das Institut Post von Lehrern, die wissen wollen, was sie an die Tafel schreiben sollen.

[read] Lesen Sie auch: Belarus: Was hinter dem Namen steckt

Am häufigsten gefragt wird sie nach den Farben. Warum das Land auf der einen Karte grün sei und auf der nächsten gelb? Das habe nichts zu bedeuten, sagt sie dann, in der Druckerei sei an dem Tag eben Gelb da gewesen. Nicht jeder glaubt es ihr. Ein pensionierter Oberst schrieb dreimal.

Der jüngste Atlas im Keller ist vier Monate alt und schon überholt. Ein See ist dazugekommen, eine Grenze wurde um den Rand eines Friedhofs herumgelegt, und irgendwo im Osten gibt es jetzt ein Dorf, das darum gebeten hat, keinen Namen zu haben.

Rasch antwortet jedem. Man solle schreiben, rät sie, was die Leute selbst sagen, und dann erklären, warum es früher anders war. Das dauere eine Schulstunde und sei die beste Erdkunde, die sie kenne.
`,
  },
  {
    slug: 'wirtschaft/fernwaerme-statt-kessel',
    title: 'Fernwärme statt Kessel: Ein Viertel stellt um',
    by: ['Wiebke Thomsen'],
    section: 'Wirtschaft',
    tags: ['Fernwärme'],
    when: { hoursAgo: 6 },
    topics: [],
    text: `
In der Gartenstadt sind die Bagger angekommen, und mit ihnen die Rohre, jedes zwölf Meter lang und so dick wie ein Kinderwagen. Bis zum nächsten Herbst sollen siebenhundert Häuser an das Netz angeschlossen werden, das bisher am Bahndamm endete.

Die Gaspreise seien dabei gar nicht das entscheidende Argument gewesen, sagt Uwe Petersen, der die Eigentümer im Beirat vertritt. Viele Kessel stammten aus den Neunzigern, und der Schornsteinfeger habe zuletzt sehr traurig geschaut.

## Wärme aus dem Klärwerk

Gespeist wird das Netz aus einer Quelle, über die man bei Tisch nicht spricht. Das Abwasser der Stadt hat auch bei Frost noch elf Grad, und eine Wärmepumpe von der Größe eines Linienbusses macht daraus achtzig.

> „Alle haben dazu beigetragen“, sagt die Ingenieurin Meike Jansen, „jeden Morgen.“

Kritik gibt es an den Kosten des Anschlusses. Wer sofort unterschreibt, zahlt 9000 Euro, wer wartet, das Doppelte. Zwei Drittel haben unterschrieben, der Rest will sehen, ob es die Nachbarn im Winter warm haben.

[read] Lesen Sie auch: Strompreise im Winter – was Mieter jetzt wissen müssen

Die alten Kessel holt ein Schrotthändler aus Ratzeburg ab. Er zahlt nach Gewicht, nimmt aber Geschichten in Zahlung: In einem Brenner fand er das Sparbuch eines Großvaters, in einem anderen eine Puppe, die offenbar jemand hatte verbrennen wollen und die es sich anders überlegt hatte.

Die Straßen bleiben bis Ostern gesperrt. Der Wochenmarkt zieht so lange auf den Schulhof um, was die Schule begrüßt; sie hat einen Stand für Waffeln angemeldet.
`,
  },
  {
    slug: 'politik/die-bruecke-von-rendsburg',
    title: 'Die Brücke, die zu niedrig ist',
    by: ['Jörn Matthiesen'],
    section: 'Politik',
    tags: ['Verkehr', 'Kanal'],
    when: 'live',
    topics: [],
    text: `
Zweiundvierzig Meter liegen zwischen dem Wasser des Kanals und der Unterkante der neuen Brücke, so steht es im Plan. Gemessen wurden jetzt einundvierzig Meter und dreiundneunzig Zentimeter. Das klingt nach wenig, es ist aber die Höhe einer Antenne.

Die Behörde beruhigt. Die europäische Sicherheit des Schiffsverkehrs sei nicht berührt, heißt es in einer Mitteilung, die sich in diesem Satz vermutlich verschrieben hat. Gemeint war wohl die Betriebssicherheit; auf Nachfrage wurde der Text ersetzt.

> „Wir haben bei fünf Grad gemessen“, sagt der Bauleiter Sönke Carstens. „Bei dreißig Grad hängt sie noch tiefer. Stahl hat Gefühle.“

## Sieben Zentimeter

Betroffen sind etwa zwanzig Schiffe im Jahr, vor allem Schwimmkräne und Segler mit Ehrgeiz. Sie könnten, schlägt die Behörde vor, bei niedrigem Wasserstand fahren. Der Kanal hat allerdings keine Gezeiten; seinen Wasserstand bestimmt die Behörde.

[box]

Im Ort nimmt man es gelassen. Die Schwebefähre, die seit hundert Jahren unter der alten Brücke hängt, habe in dieser Zeit öfter stillgestanden als gefahren, sagt der Wirt am Nordufer, und trotzdem seien alle immer irgendwie hinübergekommen. Er hat die sieben Zentimeter mit Kreide an die Theke gezeichnet. Wer darunter durchpasst, bekommt ein Bier.

Die Opposition im Landtag verlangt einen Bericht. Er soll klären, wer wann womit gemessen hat, und ob der Zollstock geeicht war.

Eine Lösung ist in Sicht: Der Belag auf der Brücke soll dünner werden. Davon, räumt Carstens ein, werde die Unterkante nicht höher. Aber die Brücke werde leichter, und was leicht ist, das hängt weniger durch.
`,
  },
  {
    slug: 'wirtschaft/rueckblick-als-die-heizung-kalt-blieb',
    title: 'Rückblick: Als die Heizungen kalt blieben',
    by: ['Wiebke Thomsen'],
    section: 'Wirtschaft',
    tags: ['Energie'],
    when: { hoursAgo: 90 },
    topics: ['strompreise'],
    text: `
Vor drei Jahren saß die halbe Stadt in Mänteln am Abendbrottisch. Die hohen Gaspreise jenes Winters haben Spuren hinterlassen, die eine Studie der Fachhochschule nun zum ersten Mal gezählt hat: in den Kellern, in den Köpfen und auf den Konten.

Vierzehn Prozent der Haushalte haben seither die Heizung gewechselt, doppelt so viele haben wenigstens den Thermostat verstanden. Am meisten gespart wurde nicht in neuen Häusern, sondern in alten, wo am meisten zu sparen war.

> „Die Leute haben gelernt, Türen zu schließen“, sagt die Soziologin Antje Kruse. „Das hatten fünfzig Jahre Plakate nicht geschafft.“

## Das Sparschwein der Kirche

Rührend ist das Kapitel über die Gemeinde St. Marien. Sie hatte den Gottesdienst in den Heizungskeller verlegt, wo dreißig Menschen Platz fanden. Heute wird wieder oben gebetet, aber den Keller gibt es noch, sonntags um fünf, weil es dort, wie eine Frau sagte, nie leer aussieht.

Nicht alles lässt sich zählen. In den Gesprächen, die das Team mit zweihundert Familien führte, kam immer wieder ein Abend vor, an dem man zum ersten Mal seit Jahren in einem Zimmer saß, weil nur eines geheizt war. Die einen erinnern sich daran mit Schrecken, die anderen suchen seither nach einem Grund, es wieder zu tun. Ein Ehepaar aus Eutin hat sich in jener Zeit getrennt, ein anderes kennengelernt, beide in derselben Wärmestube.

Verloren haben die, die schon vorher wenig hatten. Jeder neunte Haushalt zahlt bis heute Raten ab.

Die Studie endet mit einer Empfehlung an die Politik. Man möge Hilfen künftig auszahlen, bevor es kalt wird.
`,
  },
  {
    slug: 'wirtschaft/deckel-laeuft-aus',
    title: 'Der Deckel läuft aus, die Sorgen bleiben',
    by: ['Jörn Matthiesen'],
    section: 'Wirtschaft',
    tags: ['Gas', 'Bundestag'],
    when: 'live',
    topics: ['strompreise'],
    text: `
Mit den Stimmen der Koalition hat der Bundestag am Donnerstag beschlossen, die Beihilfe für Gasheizungen nicht zu verlängern. Damit endet im März eine Regelung, die einmal für acht Monate gedacht war und drei Jahre gehalten hat.

Ein Sprung der Gaspreise noch in diesem Winter sei nicht zu erwarten, sagte der Staatssekretär Lothar Diek. Die Speicher seien zu 91 Prozent gefüllt, und die Händler hätten sich bis April eingedeckt. Danach, fügte er hinzu, beginne eine Zeit, über die man im Frühjahr sprechen werde.

> „Ein Deckel ist dazu da, dass nichts überkocht“, sagte die Abgeordnete Kirsten Vogt von der Opposition. „Sie nehmen ihn ab und schauen aus dem Fenster.“

## Wer besonders betroffen ist

Bäckereien, Gärtnereien und Wäschereien haben Hilfe verlangt. Für sie soll es einen Fonds geben, dessen Höhe noch offen ist. Die Bäckerinnung rechnet vor, dass ein Brötchen um drei Cent teurer werde; die Gärtner rechnen nicht mehr, sie pflanzen Kohl.

[read] Lesen Sie auch: Hafenstreik: Kräne stehen still

Auf der Besuchertribüne saß eine Klasse aus Plön. Sie hatte sich im Unterricht mit der Kurve der Großhandelskurse befasst und war, wie der Lehrer sagte, enttäuscht, dass niemand sie hochhielt. Ein Schüler fragte hinterher, ob man die Speicher von innen sehen könne. Man kann nicht; sie liegen tausend Meter unter einem Rübenfeld.

Der Lehrer will nun einen Ausflug zu dem Rübenfeld machen, damit wenigstens die Entfernung klar wird.

Der Bundesrat befasst sich am Freitag mit dem Gesetz. Einspruch wird nicht erwartet, obwohl drei Länder eine Protokollerklärung angekündigt haben, in der das Wort Bedauern fünfmal vorkommt.
`,
  },
];

export const NORDLICHT_ZEITUNG: Outlet = {
  host: 'nordlicht-zeitung.localhost',
  name: 'Nordlicht-Zeitung',
  lang: 'de',
  about: 'Nachrichten aus dem Norden.',
  zone: 60,
  robots: '# Willkommen\nUser-agent: *\nDisallow: /suche/\nDisallow: /abo/\n',
  feeds: [{ path: '/index.rdf', title: 'Nordlicht-Zeitung: Alle Meldungen', format: 'rss1' }],
  pieces: PIECES,
  page: nordlichtZeitungPage,
};
