/** Minutes east of UTC of zone names as dates write them. Ambiguous ones are read as the press uses them most. */
const NAMED: ReadonlyMap<string, number> = new Map(
  Object.entries({
    z: 0,
    ut: 0,
    utc: 0,
    gmt: 0,
    wet: 0,
    zulu: 0,
    west: 60,
    bst: 60,
    ist: 330,
    cet: 60,
    met: 60,
    mez: 60,
    cest: 120,
    mest: 120,
    mesz: 120,
    eet: 120,
    eest: 180,
    msk: 180,
    msd: 240,
    sast: 120,
    cat: 120,
    eat: 180,
    wat: 60,
    trt: 180,
    idt: 180,
    ast: -240,
    adt: -180,
    nst: -210,
    ndt: -150,
    est: -300,
    edt: -240,
    cst: -360,
    cdt: -300,
    mst: -420,
    mdt: -360,
    pst: -480,
    pdt: -420,
    at: -240,
    et: -300,
    ct: -360,
    mt: -420,
    pt: -480,
    akst: -540,
    akdt: -480,
    hst: -600,
    hdt: -540,
    brt: -180,
    brst: -120,
    art: -180,
    clt: -240,
    clst: -180,
    cot: -300,
    pet: -300,
    vet: -240,
    uyt: -180,
    bot: -240,
    ect: -300,
    gst: 240,
    irst: 210,
    irdt: 270,
    pkt: 300,
    npt: 345,
    bdt: 360,
    uzt: 300,
    almt: 360,
    yekt: 300,
    omst: 360,
    krat: 420,
    irkt: 480,
    yakt: 540,
    vlat: 600,
    samt: 240,
    ict: 420,
    wib: 420,
    wita: 480,
    wit: 540,
    hkt: 480,
    sgt: 480,
    myt: 480,
    pht: 480,
    awst: 480,
    kst: 540,
    jst: 540,
    acst: 570,
    acdt: 630,
    aest: 600,
    aedt: 660,
    nzst: 720,
    nzdt: 780,
    sst: -660,
    chst: 600,
  }),
);

/**
 * Minutes east of UTC of a zone (`+01:00`, `GMT-7`, `EST`, `Europe/Minsk`) at a local time given as if it were UTC;
 * null for what is no zone. A military letter counts as UTC (RFC 2822, section 4.3), a word of three or four letters
 * that is unknown is no zone.
 */
export function zoneOffset(zone: string, localMs: number): number | null {
  const name = zone.trim().toLowerCase();
  const offset = /^(?:gmt|utc|ut|z)?\s*([+\u2212-])\s*(\d{1,2})(?::?(\d{2}))?$/.exec(name);
  if (offset !== null) return signed(offset[1] as string, Number(offset[2]), Number(offset[3] ?? 0));
  const named = NAMED.get(name);
  if (named !== undefined) return named;
  if (/^[a-ik-y]$/.test(name)) return 0;
  return name.includes('/') ? placeOffset(name, localMs) : null;
}

/** Whether a word in lower case is the name of a zone. */
export function isZoneName(word: string): boolean {
  return NAMED.has(word);
}

function signed(sign: string, hours: number, minutes: number): number | null {
  // -0000 and, rarely, offsets up to 14 hours; hours above are no zone.
  if (hours > 15 || minutes > 59) return null;
  return (hours * 60 + minutes) * (sign === '+' ? 1 : -1);
}

const formats = new Map<string, Intl.DateTimeFormat | null>();
const MAX_FORMATS = 64;

function placeOffset(place: string, localMs: number): number | null {
  const format = formatOf(place);
  if (format === null) return null;
  // The offset at the local time: found from a guess, once corrected for a change of clocks between the two.
  const first = offsetAt(format, localMs);
  return offsetAt(format, localMs - first * 60_000);
}

function formatOf(timeZone: string): Intl.DateTimeFormat | null {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  if (formats.size >= MAX_FORMATS) formats.clear();
  let format: Intl.DateTimeFormat | null = null;
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  } catch {
    // Not a place.
  }
  formats.set(timeZone, format);
  return format;
}

function offsetAt(format: Intl.DateTimeFormat, ms: number): number {
  const name = format.formatToParts(ms).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const match = /([+-])(\d{2}):(\d{2})/.exec(name);
  return match === null ? 0 : (signed(match[1] as string, Number(match[2]), Number(match[3])) ?? 0);
}
