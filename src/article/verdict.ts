import type { NotArticleReason } from './article.ts';
import { countWords } from './clean.ts';

/** What the verdict is drawn from. */
export interface Findings {
  readonly title: string | null;
  readonly text: string;
  /** Code units of visible text, and of it in links, on the whole page. */
  readonly chars: number;
  readonly linkChars: number;
  /** Whether the page's data say that it is an article, or name its author or instant. */
  readonly declared: boolean;
}

const CONSENT =
  /(?:cookies?|consent|gdpr|rgpd|dsgvo|privacy|datenschutz|einwillig|zustimm|tracking|partners|vendors|acceptez|aceptar|akzeptieren|согласие|cookie-uri)/giu;
const NOT_FOUND =
  /\b(?:404|410|page (?:not found|no longer|does(?:n['’]t| not) exist|can['’]?t be found|isn['’]t available)|not found|seite (?:wurde )?nicht gefunden|existiert nicht|page introuvable|página no encontrada|página não encontrada|pagina non trovata|pagina niet gevonden|sidan kunde inte hittas|siden finnes ikke|strona nie istnieje|nie znaleziono)\b|страница не (?:найдена|существует)|сторінку не знайдено|старонка не знойдзена|ページが見つかりません|お探しのページ|페이지를 찾을 수 없|页面不存在|الصفحة غير موجودة/iu;
const WALL =
  /(?:subscribe|subscription|subscriber|log ?in|sign in|register|abonne|abonnent|abo |anmelden|registrieren|suscr[ií]b|suscriptor|assine|assinante|abbonat|prenumer|подпис|підпис|konto) .{0,80}(?:to (?:read|continue)|continue reading|weiterlesen|weiter zu lesen|lire la suite|seguir leyendo|continuar lendo|continua a leggere|läsa vidare|lese videre|чтобы (?:читать|прочитать)|щоб читати)|(?:continue reading|weiterlesen|lire la suite|seguir leyendo).{0,60}(?:subscri|abo|registr)/iu;

/** A text of so many words is an article, whatever it says. */
const MANY = 400;

/** Why a page is no article, or null where it is one. A doubt is decided for the article. */
export function whyNotArticle(findings: Findings): NotArticleReason | null {
  const { title, text } = findings;
  const words = countWords(text, MANY);
  if (words < 150 && NOT_FOUND.test(`${title ?? ''}\n${text.slice(0, 400)}`) && !(findings.declared && words > 60))
    return 'not-found';
  if (words < MANY && isConsent(text, words)) return 'consent';
  if (words < 120 && WALL.test(text)) return 'paywall';
  if (!findings.declared && isIndex(findings, words)) return 'index';
  if (words === 0) return 'empty';
  return words < 12 && !findings.declared ? 'empty' : null;
}

function isConsent(text: string, words: number): boolean {
  const found = (text.match(CONSENT) ?? []).length;
  return found >= 4 && found > words * 0.03;
}

function isIndex({ text, chars, linkChars }: Findings, words: number): boolean {
  return (
    (words < 120 && chars > 2000 && linkChars > chars * 0.55) || (text.length < chars * 0.08 && linkChars > chars * 0.7)
  );
}
