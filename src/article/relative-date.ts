import { type NamedDate, westernDigits } from './dateline.ts';
import { clockTimeIn, zoneBehind } from './clock-time.ts';
import { monthOf } from '../text/months.ts';

const DAY = 86_400_000;

const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(?:s|sec|secs|seconds?|sekunden?|segundos?|secondes?|secondi|секунд\p{L}*|秒)$/iu, 1000],
  [
    /^(?:m|mins?|minutes?|minuten?|minutos?|minuti|minutt?er?|minuter|dakika|минут\p{L}*|хвилин\p{L}*|хвілін\p{L}*|мин|хв|minut\p{L}*|minūt\p{L}*|perc\p{L}*|分|분|دقيقة|دقائق|دقیقه|phút|menit|λεπτά|मिनट|นาที|דקות|דקה)$/iu,
    60_000,
  ],
  [
    /^(?:h|hrs?|hours?|std|stunden?|horas?|heures?|ore|ora|oră|uur|timer?|timmar|timme|saat|час\p{L}*|годин\p{L}*|гадзін\p{L}*|godzin\p{L}*|hodin\p{L}*|óra|órája|órával|tuntia|tundi|ur[aoei]?m?i?|sat[ai]?|valand\p{L}*|stund\p{L}*|小时|小時|時間|시간|ساعة|ساعات|ساعت|giờ|tiếng|jam|ώρες|ώρα|घंटे|घंटा|घंटों|ชั่วโมง|ชม|שעות|שעה)$/iu,
    3_600_000,
  ],
  [
    /^(?:d|days?|tag(?:e|en)?|d[ií]as?|jours?|giorn[oi]|dag(?:e|en|ar)?|gün|дн\p{L}*|день|dni|dzień|dny|dn(?:em|evi|ami)|dan[ai]?|dien\p{L}*|zile?|päeva|nap|napja|päivää|天|日|일|يوم|أيام|روز|ngày|hari|ημέρες|दिन|วัน|ימים)$/iu,
    DAY,
  ],
  [
    /^(?:weeks?|wochen?|semanas?|semaines?|settiman\p{L}*|weken|uker|veckor|hafta|недел\p{L}*|тиж\p{L}*|tygod\p{L}*)$/iu,
    7 * DAY,
  ],
];

/** Words before the amount that say `ago`. */
const AGO_BEFORE =
  /^\s*(?:vor|hace|há|il y a|før|för|před|pred|przed|prije|pre|prieš|pirms|acum|преди|пре|пред|قبل|منذ|לפני|πριν(?: από)?)\s+/iu;
/** And behind it. */
const AGO_BEHIND =
  /(?:\bago\b|\bfa\b|\bgeleden\b|\bsiden\b|\bsedan\b|(?<!\p{L})önce(?!\p{L})|назад|тому|\btemu\b|\bsitten\b|\btagasi\b|(?<!\p{L})ezelőtt|前|전|trước|\blalu\b|atrás|पहले|ที่แล้ว|ที่ผ่านมา|پیش)/iu;

/** `3 hours ago`, in some thirty languages, or `today, 14:05`, counted back from `now`; null for anything else. */
export function relativeDate(text: string, now: number): NamedDate | null {
  if (text.length > 60) return null;
  const plain = westernDigits(text);
  const rest = plain.replace(AGO_BEFORE, ' ');
  if (rest === plain && !AGO_BEHIND.test(plain)) return namedDay(plain, now);
  const match = /(\d{1,3}|(?<!\p{L})(?:an?|one|einer?|einem|un[ae]?|uma?|bir)(?!\p{L}))\s*([\p{L}\p{M}]+)/iu.exec(rest);
  if (match === null) return null;
  const amount = /^\d/.test(match[1] ?? '') ? Number(match[1]) : 1;
  const word = (match[2] ?? '').replace(/(?:前|전|에)+$/u, '').replace(/(?:ที่แล้ว|ที่ผ่านมา)$/u, '');
  const unit = UNITS.find(([pattern]) => pattern.test(word));
  return unit === undefined ? null : { ms: now - amount * unit[1], hasTime: unit[1] < DAY };
}

const TODAY =
  "today|heute|hoy|avui|aujourd['’]hui|oggi|hoje|vandaag|i dag|idag|dzisiaj|dziś|dnes|danes|danas|astăzi|azi|šiandien|bugün|сегодня|сьогодні|сёння|днес|данас|σήμερα|اليوم|امروز|היום|आज|今天|今日|오늘|hôm nay|hari ini|tänään|täna";
const YESTERDAY =
  'yesterday|gestern|ayer|ahir|hier|ieri|ontem|gisteren|i går|igår|wczoraj|včera|včeraj|jučer|juče|tegnap|dün|вчера|вчора|учора|јуче|χθες|أمس|دیروز|אתמול|昨天|昨日|어제|hôm qua|kemarin|eilen|eile|vakar';
const NAMED_DAY = new RegExp(
  `^[^\\p{L}\\d]*(?:[\\p{L}]{4,20}:?\\s+){0,2}(?:(${TODAY})|(${YESTERDAY}))(?![\\p{L}\\p{M}])[^\\p{L}\\d]*(?:(?:at|um|gegen|à|a las|alle|ore|às|om|kl|klo|o|v|в|о|у|la|στις|saat|pukul|lúc)\\.?\\s*)?(?=\\d|[午上下오早凌晚])`,
  'iu',
);

/** `Yesterday, 14:05`: the day with a time only; alone such a word is a headline's or a paper's name. */
function namedDay(text: string, now: number): NamedDate | null {
  const found = NAMED_DAY.exec(text);
  const time = found === null ? null : clockTimeIn(text.slice(found[0].length));
  if (found === null || time?.start !== 0) return null;
  const midnight = Math.floor(now / DAY) * DAY - (found[2] === undefined ? 0 : DAY);
  const ms = midnight + time.ms;
  const offset = zoneBehind(text.slice(found[0].length + time.end), ms, false);
  return offset === null ? { ms, hasTime: true } : { ms: ms - offset * 60_000, hasTime: true, hasZone: true };
}

const WORD = '[\\p{L}\\p{M}]{3,20}';
const YEARLESS = new RegExp(
  `^[^\\p{L}\\d]*(?:(${WORD}),?\\s+)?(?:(\\d{1,2})\\.?\\s+(?:de\\s+|of\\s+)?(${WORD})|(${WORD})\\.?\\s+(\\d{1,2}))\\.?(?:,?\\s*(?:(?:at|um|kl\\.?|à|alle|às|в|о|у|[|•·–-])\\s*)?(\\d{1,2}[:.]\\d{2}.{0,12}))?\\s*$`,
  'u',
);

/** `12 November, 18:40`, and nothing else: the last such day that is not in the future; null for anything else. */
export function yearlessDate(text: string, now: number): NamedDate | null {
  if (text.length > 50) return null;
  const found = YEARLESS.exec(westernDigits(text));
  if (found === null) return null;
  const [, , early, behind, before, late, clock] = found;
  const month = monthOf((behind ?? before ?? '').toLowerCase());
  const date = Number(early ?? late);
  if (month === null || date < 1 || date > 31) return null;
  const time = clock === undefined ? null : clockTimeIn(clock);
  const year = new Date(now).getUTCFullYear();
  for (const ms of [Date.UTC(year, month, date), Date.UTC(year - 1, month, date)])
    if (ms <= now && new Date(ms).getUTCDate() === date) return { ms: ms + (time?.ms ?? 0), hasTime: time !== null };
  return null;
}
