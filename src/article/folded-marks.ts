import { monthOf, weekdayOf } from '../text/months.ts';
import { dateIn } from './dateline.ts';
import { languageRuns } from './language-names.ts';
import { isDuration, isIconName, isLabel, isLigature, isListHeading } from './line-rules.ts';
import { isEnding } from './endings.ts';
import { isPointer } from './phrases.ts';
import { headlineSpans } from './repeated-words.ts';
import { isBetweenCrumbs } from './trail.ts';

/** A piece of a line that has lost its breaks; what kind of mark it is, null for text between marks. */
export interface Piece {
  readonly text: string;
  readonly kind: string | null;
}

/** How many words from a place on are a mark of some kind. */
interface Mark {
  readonly words: number;
  readonly kind: string;
}

const MAX_WORDS = 200_000;
/** Words of a sentence that may be a caption before its credit. */
const MAX_CAPTION = 14;
const CAPITAL = /^["“„«‘'([¿¡—–-]{0,3}[\p{Lu}\p{Lo}]/u;
const SENTENCE_END = /[.!?…]["”»’')\]]{0,2}$/u;
const CREDIT = /^\(?(?:photo|image|picture|foto|bild|credit|crédit|фото)s?:$/iu;
const ADVERT = /^(?:advertis(?:ing|ement)|anzeige|werbung|publicité|publicidad|publicidade|pubblicità|реклама)$/iu;
/** The agencies that a text came from, behind it. */
const AGENCY = /^\((?:AFP|AP|Reuters|dpa|EFE|ANSA|TASS|PAP|APA)(?:[,/][A-Za-z]{2,8})*\)$/;
const BY = /^(?:By|Von|Par|Por|BY)$/;
const SAID_OF_DATE =
  /^(?:(?:issued|published|updated|modified|posted|veröffentlicht|publié|publicado)(?: on| le| el| am)?:? )/iu;
const DAY =
  /^(?:(\p{L}{3,12}),? )?(?:\d{1,2}(?:st|nd|rd|th|\.)? (?:de )?(\p{L}{3,12})\.?,? (?:de )?\d{4}|(\p{L}{3,12})\.? \d{1,2},? \d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}-\d{2}-\d{2})(?![\p{L}\d])/u;
const TIME = /^,? (?:[-–] )?(?:at )?\d{1,2}:\d{2}(?: ?(?:am|pm|GMT|UTC|CES?T|[EP][SD]T)(?!\p{L}))?/iu;

/** Cuts a line at its marks. Linear. */
class Cutter {
  private readonly words: readonly string[];
  private readonly runs: ReadonlyMap<number, number>;
  private readonly spans: ReadonlyMap<number, number>;
  private readonly pieces: Piece[] = [];
  private open: string[] = [];

  constructor(line: string) {
    this.words = line.split(/\s+/).slice(0, MAX_WORDS);
    this.runs = new Map(languageRuns(this.words));
    this.spans = headlineSpans(this.words);
  }

  cut(): Piece[] {
    for (let at = 0; at < this.words.length;) {
      const mark = this.markAt(at);
      if (mark === null && AGENCY.test(this.word(at)) && SENTENCE_END.test(this.open.at(-1) ?? '')) {
        this.push(this.word(at), 'agency');
        at += 1;
      } else if (mark === null) {
        this.open.push(this.word(at));
        at += 1;
      } else {
        if (mark.kind === 'caption') this.pushCaption(at, mark.words);
        else if (mark.kind === 'trail') this.pushTrail(at, mark.words);
        else this.push(this.words.slice(at, at + mark.words).join(' '), mark.kind);
        at += mark.words;
        if (mark.kind === 'trail' && this.isKicker(at)) {
          this.push(this.word(at), 'kicker');
          at += 1;
        }
      }
    }
    this.flush();
    return this.pieces;
  }

  private word(at: number): string {
    return this.words[at] ?? '';
  }

  private flush(): void {
    if (this.open.length > 0) this.pieces.push({ text: this.open.join(' '), kind: null });
    this.open = [];
  }

  private push(text: string, kind: string): void {
    this.flush();
    if (text !== '') this.pieces.push({ text, kind });
  }

  /** True where nothing but a mark stands right before. */
  private isBehindMark(): boolean {
    return this.open.length === 0;
  }

  private markAt(at: number): Mark | null {
    const languages = this.runs.get(at);
    if (languages !== undefined) return { words: languages - at, kind: 'languages' };
    return (
      this.trail(at) ??
      this.labels(at) ??
      this.heading(at) ??
      this.repeated(at) ??
      this.date(at) ??
      this.byline(at) ??
      this.duration(at) ??
      this.credit(at)
    );
  }

  private isLabelWord(at: number): boolean {
    const word = this.word(at);
    return (
      isIconName(word) ||
      (word !== '' && word === word.toLowerCase() && (isLabel(word) || word === 'schedule' || word === 'today'))
    );
  }

  /** Names of icons, and words of buttons that stand in a row, at the beginning, or beside a mark. */
  private labels(at: number): Mark | null {
    let end = at;
    while (this.isLabelWord(end)) end += 1;
    if (end === at) return null;
    const row = this.words.slice(at, end);
    const sure =
      row.some(isLigature) ||
      row.length > 2 ||
      (row.length > 1 && row.some(isIconName)) ||
      at === 0 ||
      this.isBehindMark() ||
      this.dayAt(end) > 0;
    return sure ? { words: end - at, kind: 'label' } : null;
  }

  /** `Top stories`, `Podcasts`; `Read more:` with the headline behind it, where that stands elsewhere too. */
  private heading(at: number): Mark | null {
    const first = this.word(at);
    if (!/^\p{Lu}/u.test(first)) return null;
    const pair = `${first} ${this.word(at + 1)}`;
    if (ADVERT.test(first) && this.isBehindSentence() && this.opensHeadline(at + 1))
      return { words: 1, kind: 'notice' };
    const isLoud = pair === pair.toUpperCase();
    if (isPointer(pair) && (pair.endsWith(':') || isLoud || (/^\p{Ll}/u.test(this.word(at + 1)) && !isEnding(pair)))) {
      const behind = this.spans.get(at + 2) ?? 0;
      if (behind > 0 || (this.isBehindSentence() && (isLoud || pair.endsWith(':'))))
        return { words: 2 + behind, kind: 'pointer' };
    }
    if ((isEnding(pair) || isListHeading(pair)) && this.opensHeadline(at + 2)) return { words: 2, kind: 'heading' };
    const isOne = isEnding(first) || isListHeading(first) || /^podcast$/i.test(first);
    return isOne && this.isBehindSentence() && this.opensHeadline(at + 1) ? { words: 1, kind: 'heading' } : null;
  }

  private isBehindSentence(): boolean {
    return this.isBehindMark() || SENTENCE_END.test(this.open.at(-1) ?? '');
  }

  private opensHeadline(at: number): boolean {
    return at >= this.words.length || CAPITAL.test(this.word(at)) || this.spans.has(at);
  }

  private repeated(at: number): Mark | null {
    const count = this.spans.get(at);
    return count === undefined ? null : { words: count, kind: 'repeated' };
  }

  /** How many words from `at` on name a day, with what says of it that it is one of publication, and its time; 0 for none. */
  private dayAt(at: number): number {
    if (!/\d/.test(`${this.word(at)} ${this.word(at + 1)} ${this.word(at + 2)} ${this.word(at + 3)}`)) return 0;
    const text = this.words.slice(at, at + 12).join(' ');
    const said = SAID_OF_DATE.exec(text)?.[0] ?? '';
    const day = DAY.exec(text.slice(said.length));
    if (day === null || dateIn(day[0]) === null) return 0;
    const [, before, ...months] = day;
    if (before !== undefined && weekdayOf(before.toLowerCase()) === null) return 0;
    if (months.some((month) => month !== undefined && monthOf(month.toLowerCase()) === null)) return 0;
    const time = TIME.exec(text.slice(said.length + day[0].length))?.[0] ?? '';
    return `${said}${day[0]}${time}`.split(' ').length;
  }

  private date(at: number): Mark | null {
    const words = this.dayAt(at);
    if (words === 0) return null;
    const end = at + words;
    const isAlone =
      this.isBehindMark() ||
      SAID_OF_DATE.test(`${this.word(at)} ${this.word(at + 1)} `) ||
      /:\d\d/.test(this.word(end - 1)) ||
      BY.test(this.word(end)) ||
      isIconName(this.word(end));
    return isAlone ? { words, kind: 'date' } : null;
  }

  /** `By`, and the names up to the next mark; two words where none follows. */
  private byline(at: number): Mark | null {
    if (!BY.test(this.word(at)) || !CAPITAL.test(this.word(at + 1))) return null;
    let end = at + 1;
    const isMark = (place: number): boolean =>
      this.dayAt(place) > 0 || (this.isLabelWord(place) && !SENTENCE_END.test(this.word(place)));
    while (end < at + 8 && !isMark(end) && /^(?:\p{Lu}|and$|und$|et$|y$|de$|van$|von$)/u.test(this.word(end))) end += 1;
    if (isMark(end)) return { words: end - at, kind: 'byline' };
    return this.isBehindMark() && this.pieces.length > 0 && CAPITAL.test(this.word(at + 2)) && end > at + 2
      ? { words: 3, kind: 'byline' }
      : null;
  }

  private duration(at: number): Mark | null {
    const first = this.word(at);
    if (!/^\d/.test(first)) return null;
    if (/^(?:\d{1,2}:)?\d{1,3}:\d{2}$/.test(first) && (this.opensHeadline(at + 1) || this.isLabelWord(at + 1)))
      return { words: 1, kind: 'duration' };
    const isMinutes = /^min(?:s|utes)?$/.test(this.word(at + 1)) && isDuration(`${first} ${this.word(at + 1)}`);
    return isMinutes && (this.opensHeadline(at + 2) || /^[©\d]/.test(this.word(at + 2)))
      ? { words: 2, kind: 'duration' }
      : null;
  }

  /** `Photo: Jane Doe`: up to the word that begins the next sentence. */
  private credit(at: number): Mark | null {
    if (!CREDIT.test(this.word(at)) || !CAPITAL.test(this.word(at + 1))) return null;
    let end = at + 1;
    while (end < at + 6 && CAPITAL.test(this.word(end)) && !/^[—–-]$/.test(this.word(end + 1))) {
      end += 1;
      if (/[.)]$/.test(this.word(end - 1))) return { words: end - at, kind: 'caption' };
    }
    const isDateline = /^[—–-]$/.test(this.word(end + 1));
    const names = Math.max(1, end - at - 1 - (isDateline || end >= this.words.length ? 0 : 1));
    return { words: 1 + names, kind: 'caption' };
  }

  /** A caption is what stands between the sentence before and its credit, if that is short. */
  private pushCaption(at: number, words: number): void {
    let from = this.open.length - 1;
    while (from > 0 && !SENTENCE_END.test(this.open[from - 1] ?? '')) from -= 1;
    const caption = this.open.length - from <= MAX_CAPTION ? this.open.splice(Math.max(0, from)) : [];
    this.push([...caption, ...this.words.slice(at, at + words)].join(' '), 'caption');
  }

  /** From a mark between crumbs on: the crumbs behind it, one word where the headline follows the last. */
  private trail(at: number): Mark | null {
    if (
      this.open.length === 0 ||
      !isBetweenCrumbs(this.word(at)) ||
      !/^\p{Lu}/u.test(this.open.at(-1) ?? '') ||
      SENTENCE_END.test(this.open.at(-1) ?? '')
    )
      return null;
    let end = at;
    while (isBetweenCrumbs(this.word(end))) {
      const next = [2, 3, 4].find((count) => isBetweenCrumbs(this.word(end + count)));
      const crumb = next === undefined ? 1 : next - 1;
      if (!this.words.slice(end + 1, end + 1 + crumb).every((word) => /^\p{Lu}/u.test(word))) break;
      if (next === undefined && !CAPITAL.test(this.word(end + 2))) break;
      end += 1 + crumb;
    }
    return end === at ? null : { words: end - at, kind: 'trail' };
  }

  /** A crumb again, between the trail and the headline. */
  private isKicker(at: number): boolean {
    const crumbs = this.pieces.at(-1)?.text.split(' › ') ?? [];
    return crumbs.includes(this.word(at)) && CAPITAL.test(this.word(at + 1));
  }

  /** The trail with its first crumb. */
  private pushTrail(at: number, words: number): void {
    const first = this.open.length <= 2 ? this.open.splice(0) : this.open.splice(-1);
    const row = this.words.slice(at, at + words);
    this.push([...first, ...row].map((word) => (isBetweenCrumbs(word) ? '›' : word)).join(' '), 'trail');
  }
}

/** The pieces of a line that has lost its breaks: what marks where one of its lines ended, and what stands between. */
export function cutAtMarks(line: string): Piece[] {
  return new Cutter(line).cut();
}
