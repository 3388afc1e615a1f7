import { writtenAt } from '../dates.ts';
import { each, escapeMarkup as esc, renderBody, type BodyMarkup } from '../markup.ts';
import type { PageView } from '../outlet.ts';

const BODY: BodyMarkup = {
  paragraph: (html) => `<p align="justify">${html}</p>`,
  subhead: (html) => `<p><b>${html}</b></p>`,
  quote: (html) => `<p align="justify"><i>${html}</i></p>`,
  list: (items) => `<ul>${items.map((item) => `<li>${item}`).join('')}</ul>`,
  related: (html) => `<p><font color="#990000">&raquo;</font> <a href="/news/podrobno.html"><b>${html}</b></a></p>`,
  photo: (caption, credit) =>
    `<table align="right" width="240"><tr><td><img src="/foto/1.jpg" width="240"></td></tr><tr><td><font size="1">${caption}. ${credit}</font></td></tr></table>`,
  box: () => '',
};

const MAIN_NEWS = [
  'Беларусь закрыла два пункта пропуска',
  'Европейская безопасность: пять вопросов после Риги',
  'В порту бастуют докеры',
  'Лёд на заливе встал на три недели раньше срока',
];

const mainNews = (heading: string): string => `<table width="100%" bgcolor="#eeeeee"><tr><td><b>${heading}</b></td></tr>
${each(MAIN_NEWS, (title) => `<tr><td><a href="/news/main.html"><font size="2">${title}</font></a></td></tr>`)}
</table>`;

/** A page as they were made twenty years ago, and still are: nested tables, font tags, windows-1251 told by meta only. */
export function vestnikZalivaPage(view: PageView): string {
  const { piece, published, outlet } = view;
  return `<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">
<meta name="Keywords" content="новости, Беларусь, европейская безопасность, залив, порт">
<title>${esc(piece.title)} — Вестник залива</title>
</head>
<body bgcolor="#ffffff" link="#003366">
<table width="960" align="center" border="0" cellpadding="4">
<tr><td colspan="3"><a href="/"><font size="6">Вестник залива</font></a><br><font size="1">Русский | <a href="/et">Eesti</a> | <a href="/lv">Latvie&scaron;u</a> | <a href="/be">Беларуская</a></font></td></tr>
<tr bgcolor="#003366"><td colspan="3"><a href="/pol"><font color="white">Политика</font></a> <a href="/gorod"><font color="white">Город</font></a> <a href="/kult"><font color="white">Культура</font></a> <a href="/bel"><font color="white">Беларусь</font></a> <a href="/bez"><font color="white">Европейская безопасность</font></a> <a href="/forum"><font color="white">Форум</font></a></td></tr>
<tr valign="top">
<td width="170">
${mainNews('Главное')}
<table width="100%"><tr><td><b>Архив</b></td></tr><tr><td><font size="1">Пн Вт Ср Чт Пт Сб Вс</font></td></tr><tr><td><font size="1">1 2 3 4 5 6 7</font></td></tr></table>
<table width="100%"><tr><td><b>Опрос</b></td></tr><tr><td><font size="1">Нужна ли европейская безопасность без Беларуси?</font></td></tr><tr><td><font size="1">Да (41) Нет (38) Какой лёд? (212)</font></td></tr></table>
</td>
<td width="580">
<font size="1">${esc(piece.section)} | ${writtenAt(published, outlet.zone, 'ru', 'minute')} | ${esc(piece.by.join(', '))}</font>
<h1><font size="5">${esc(piece.title)}</font></h1>
<div id="text">
${renderBody(piece.text, BODY)}
</div>
<font size="1">Метки: ${piece.tags.map((tag) => `<a href="/tag">${esc(tag)}</a>`).join(', ')}, <a href="/tag">Беларусь</a></font><br>
<font size="1"><a href="#">Версия для печати</a> | <a href="#">Отправить другу</a> | Просмотров: 1841</font>
<hr>
<b>Комментарии (2)</b>
<table width="100%"><tr><td><b>Моряк_63</b>: А что с безопасностью Европы? Опять забыли.</td></tr><tr><td><b>Гость</b>: У нас в Беларуси каток с октября.</td></tr></table>
</td>
<td width="210">
${mainNews('Самое читаемое')}
<b>Последние новости</b><br>
${each(view.others.slice(0, 6), (other) => `<font size="1">&bull; <a href="${esc(other.url)}">${esc(other.title)}</a></font><br>`)}
${mainNews('Главное')}
</td>
</tr>
<tr><td colspan="3" align="center"><font size="1">&copy; Вестник залива. При перепечатке ссылка обязательна. Сайт использует файлы cookie.</font></td></tr>
</table>
</body>
</html>
`;
}
