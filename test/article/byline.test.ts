import { describe, expect, it } from 'vitest';
import { beforeRole, behindByWord } from '../../src/article/byline.ts';
import { extractPage } from '../../src/article/extract.ts';

const now = Date.parse('2026-03-15T12:00:00Z');
/** A byline in a line of its own, in a box without a telling name, under the headline. */
const authorsOf = (line: string, lang: string): readonly string[] =>
  extractPage(
    `<html lang="${lang}"><title>A plan passed at last</title><div><h1>A plan passed at last</h1><div class="q">${line}</div><div><p>${'The council met again on Monday to weigh the plan, and all its points were passed. '.repeat(3)}</p></div></div></html>`,
    { now },
  ).author;

describe('a byline without metadata', () => {
  it.each([
    ['en', 'By Jane Doe and John Roe', ['Jane Doe', 'John Roe']],
    ['en', 'Words: Jane Doe. Photos: John Roe', ['Jane Doe']],
    ['en', 'Jane Doe, Political correspondent', ['Jane Doe']],
    ['en', 'By Jane Doe in London and John Roe in Paris', ['Jane Doe', 'John Roe']],
    ['en', 'By Jane Doe @janedoe', ['Jane Doe']],
    ['en', 'By Jane Doe, Staff Writer', ['Jane Doe']],
    ['en', 'By Jane Doe jane.doe@paper.example', ['Jane Doe']],
    ['en', 'By Dr. Jane Doe', ['Dr. Jane Doe']],
    ['en', 'By Jane Doe Published 12 March 2026', ['Jane Doe']],
    ['en', 'Reviewed by Mary Low · Written by Jane Doe', ['Jane Doe']],
    ['en', 'Jane Doe | 12 March 2026', ['Jane Doe']],
    ['de', 'Von Anna Kern und Paul Voss', ['Anna Kern', 'Paul Voss']],
    ['de', 'Autorin/Autor Anna Kern', ['Anna Kern']],
    ['de', 'Ein Bericht von Anna Kern', ['Anna Kern']],
    ['de', 'Eine Analyse von Anna Kern, Berlin', ['Anna Kern']],
    ['fr', 'Par Anne Le Goff et Luc Petit', ['Anne Le Goff', 'Luc Petit']],
    ['fr', 'Par Anne Le Goff (à Brest)', ['Anne Le Goff']],
    ['fr', 'Propos recueillis par Anne Martin', ['Anne Martin']],
    ['es', 'Por Lucía Ruiz y Pedro Gómez', ['Lucía Ruiz', 'Pedro Gómez']],
    ['es', 'Redacción: Lucía Ruiz', ['Lucía Ruiz']],
    ['pt', 'Por Ana Souza, da Redação', ['Ana Souza']],
    ['it', 'di Marta Rossi e Luca Bianchi', ['Marta Rossi', 'Luca Bianchi']],
    ['it', 'a cura di Marta Rossi', ['Marta Rossi']],
    ['nl', 'Door Jan de Vries en Els Bakker', ['Jan de Vries', 'Els Bakker']],
    ['sv', 'Av Karin Lind och Olle Berg', ['Karin Lind', 'Olle Berg']],
    ['no', 'Tekst: Kari Moe Foto: Ola Lie', ['Kari Moe']],
    ['da', 'Af Mette Holm', ['Mette Holm']],
    ['fi', 'Teksti: Liisa Korhonen', ['Liisa Korhonen']],
    ['pl', 'Autor: Jan Kowalski', ['Jan Kowalski']],
    ['pl', 'oprac. Anna Nowak', ['Anna Nowak']],
    ['cs', 'Autor: Jana Nováková, Petr Svoboda', ['Jana Nováková', 'Petr Svoboda']],
    ['sk', 'Autorka: Zuzana Kováčová', ['Zuzana Kováčová']],
    ['hu', 'Szerző: Nagy Péter', ['Nagy Péter']],
    ['ro', 'Autor: Ioana Popescu și Dan Ionescu', ['Ioana Popescu', 'Dan Ionescu']],
    ['ro', 'de Ioana Popescu', ['Ioana Popescu']],
    ['sr', 'Autor: Marko Petrović', ['Marko Petrović']],
    ['hr', 'Piše: Ivana Horvat', ['Ivana Horvat']],
    ['sl', 'Avtor: Maja Novak', ['Maja Novak']],
    ['ru', 'Автор: Иван Петров и Анна Смирнова', ['Иван Петров', 'Анна Смирнова']],
    ['ru', 'Текст: Анна Смирнова', ['Анна Смирнова']],
    ['uk', 'Автор: Олена Коваль та Іван Бондар', ['Олена Коваль', 'Іван Бондар']],
    ['uk', 'Авторка: Олена Коваль', ['Олена Коваль']],
    ['be', 'Аўтар: Янка Новік', ['Янка Новік']],
    ['bg', 'Автор: Мария Иванова', ['Мария Иванова']],
    ['mk', 'Пишува: Ана Костова', ['Ана Костова']],
    ['el', 'Της Μαρίας Παππά', ['Μαρίας Παππά']],
    ['el', 'Συντάκτης: Νίκος Δήμου', ['Νίκος Δήμου']],
    ['tr', 'Haber: Ayşe Yılmaz', ['Ayşe Yılmaz']],
    ['tr', 'Yazar: Mehmet Kaya', ['Mehmet Kaya']],
    ['id', 'Penulis: Siti Rahma', ['Siti Rahma']],
    ['vi', 'Tác giả: Nguyễn Văn An', ['Nguyễn Văn An']],
    ['lt', 'Autorius: Jonas Kazlauskas', ['Jonas Kazlauskas']],
    ['lv', 'Autors: Jānis Bērziņš', ['Jānis Bērziņš']],
    ['et', 'Autor: Mari Tamm', ['Mari Tamm']],
    ['fa', 'نویسنده: رضا کریمی', ['رضا کریمی']],
    ['ar', 'كتب: أحمد منصور', ['أحمد منصور']],
    ['ar', 'بقلم: سلمى حداد', ['سلمى حداد']],
    ['ja', '文＝山田太郎', ['山田太郎']],
    ['zh', '记者 王小明', ['王小明']],
    ['zh', '文/王小明', ['王小明']],
    ['hi', 'लेखक: राजेश कुमार', ['राजेश कुमार']],
    ['th', 'โดย สมชาย ใจดี', ['สมชาย ใจดี']],
    ['is', 'Höfundur: Jón Einarsson', ['Jón Einarsson']],
    ['sq', 'Nga Arben Hoxha', ['Arben Hoxha']],
  ] as [string, string, string[]][])('%s: %s', (lang, line, names) => {
    expect(authorsOf(line, lang)).toEqual(names);
  });

  it('is not any line with a colon or the name of a task', () => {
    for (const line of [
      'Text: we print the treaty in full',
      'Photos: John Roe',
      'Edited by John Roe',
      'Story: the long way home',
      'Foto: Ola Lie',
    ])
      expect(authorsOf(line, 'en')).toEqual([]);
  });

  it('leaves the text', () => {
    expect(behindByWord('Words: Jane Doe. Photos: John Roe')).toBe('Jane Doe');
    expect(behindByWord('The council met on Monday')).toBeNull();
    expect(authorsOf('The author: a novel', 'en')).toEqual([]);
    expect(beforeRole('Jane Doe, political correspondent')).toBe('Jane Doe');
    expect(beforeRole('Jane Doe, mother of two')).toBeNull();
  });

  it('is a link to the page of an author', () => {
    expect(authorsOf('<img src="a"><a href="/authors/jane-doe">Jane Doe</a> <a href="#">Follow</a>', 'en')).toEqual([
      'Jane Doe',
    ]);
    expect(
      authorsOf(
        '<a href="https://p.example/auteurs/anne-martin/">Anne Martin</a>, <a href="/auteurs/luc">Luc Petit</a>',
        'fr',
      ),
    ).toEqual(['Anne Martin', 'Luc Petit']);
    expect(authorsOf('<a href="/topics/jane-doe">Jane Doe</a>', 'en')).toEqual([]);
    expect(authorsOf('<a href="/authors/all">All our authors</a>', 'en')).toEqual([]);
  });
});
