import type { FeedElement } from './fields.ts';
import { resolveUrl } from './resolve.ts';

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const PERIODS: Readonly<Record<string, number>> = {
  hourly: 3_600_000,
  daily: 86_400_000,
  weekly: 7 * 86_400_000,
  monthly: 30 * 86_400_000,
  yearly: 365 * 86_400_000,
};
const MAX_HUBS = 5;

/** What the head of a feed says about how to follow it: when to poll, where it lives, who pushes it. */
export class HeadSignals {
  /** Minutes. */
  ttl: number | null = null;
  private readonly hours = new Set<number>();
  private readonly days = new Set<number>();
  private readonly hubs: string[] = [];
  private periodMs: number | null = null;
  private frequency = 1;
  private self: string | null = null;
  private next: string | null = null;
  private movedTo: string | null = null;

  take(element: FeedElement): void {
    switch (element.key) {
      case 'link':
      case 'atom:link':
        return this.takeLink(element);
      case 'ttl':
        this.ttl = positive(element.inside().text);
        return;
      case 'hour': {
        const hour = positive(element.inside().text, 0);
        // RSS 0.91 counts 1 to 24, RSS 2.0 from 0 to 23.
        if (hour !== null && hour <= 24) this.hours.add(hour % 24);
        return;
      }
      case 'day': {
        const day = DAYS.indexOf(element.inside().text.trim().toLowerCase());
        if (day >= 0) this.days.add(day);
        return;
      }
      case 'sy:updateperiod':
        this.periodMs = PERIODS[element.inside().text.trim().toLowerCase()] ?? null;
        return;
      case 'sy:updatefrequency':
        this.frequency = positive(element.inside().text) ?? 1;
        return;
      case 'itunes:new-feed-url':
        this.movedTo = resolveUrl(element.inside().text, element.base);
        return;
      default:
    }
  }

  private takeLink({ attributes, base }: FeedElement): void {
    const url = attributes['href'] === undefined ? null : resolveUrl(attributes['href'], base);
    if (url === null) return;
    const rel = attributes['rel']?.trim().toLowerCase();
    if (rel === 'hub' && this.hubs.length < MAX_HUBS) this.hubs.push(url);
    else if (rel === 'self') this.self ??= url;
    else if (rel === 'next') this.next ??= url;
  }

  found() {
    return {
      // Every hour or every day skipped says nothing.
      ...(this.hours.size > 0 && this.hours.size < 24 ? { skipHours: [...this.hours].sort((a, b) => a - b) } : {}),
      ...(this.days.size > 0 && this.days.size < 7 ? { skipDays: [...this.days].sort((a, b) => a - b) } : {}),
      ...(this.periodMs === null ? {} : { updateMs: Math.round(this.periodMs / this.frequency) }),
      ...(this.hubs.length > 0 ? { hub: this.hubs } : {}),
      ...(this.self === null ? {} : { self: this.self }),
      ...(this.next === null ? {} : { next: this.next }),
      ...(this.movedTo === null ? {} : { movedTo: this.movedTo }),
    };
  }
}

function positive(text: string, least = 1): number | null {
  const value = Number.parseInt(text.trim(), 10);
  return Number.isFinite(value) && value >= least && value < 10_000_000 ? value : null;
}
