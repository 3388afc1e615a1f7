import type { Forms } from './form.ts';

/** Particles behind a noun, singly and as they combine. */
const CASES =
  '은 는 이 가 을 를 의 에 에서 에게 에게서 한테 께 께서 로 으로 로서 으로서 로써 으로써 와 과 랑 이랑 하고 도 만 까지 부터 보다 처럼 같이 마다 조차 마저 밖에 이나 나 이든 든 이라 라 이라고 라고 이란 란 이며 며 인 이다 였다 이었다 측 들';
const TOPICS = [
  '',
  '은',
  '는',
  '도',
  '만',
  '의',
  '까지',
  '나',
  '이나',
  '가',
  '이',
  '을',
  '를',
  '에',
  '에서',
  '에게',
  '로',
  '으로',
  '와',
  '과',
];
const PARTICLES = new Set(CASES.split(' ').flatMap((particle) => TOPICS.map((topic) => particle + topic)));
const LONGEST = Math.max(...[...PARTICLES].map((particle) => particle.length));

/** A word of a text is a noun with up to two particles; a word of a query is the noun. */
export const KOREAN: Forms = {
  lang: 'ko',
  ofQuery: (word) => [word],
  ofText: (word) => {
    const out = [word];
    for (let length = 1; length <= Math.min(LONGEST, word.length - 1); length++)
      if (PARTICLES.has(word.slice(-length))) out.push(word.slice(0, -length));
    return out;
  },
};
