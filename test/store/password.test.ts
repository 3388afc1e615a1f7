import { describe, expect, it } from 'vitest';
import { bearerHash, newBearer } from '../../src/store/bearer.ts';
import { hashPassword, isPassword } from '../../src/store/password.ts';
import { passwordFault, userName } from '../../src/store/users.ts';

const CHEAP = { ln: 4, r: 1, p: 1 };

describe('a stored password', () => {
  it('says how it was made, has a salt of its own, and takes the right one only', async () => {
    const [one, other] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse', CHEAP)]);
    expect(one).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(other.split('$').slice(3)).not.toEqual(one.split('$').slice(3));
    expect(await isPassword('correct horse', one)).toBe(true);
    expect(await isPassword('correct horse', other)).toBe(true);
    expect(await isPassword('correct horse ', other)).toBe(false);
    expect(await isPassword('', other)).toBe(false);
  });

  it('agrees with the test vector of RFC 7914 §12', async () => {
    const salt = Buffer.from('NaCl').toString('base64').replace(/=+$/, '');
    const key =
      'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640';
    const hash = Buffer.from(key, 'hex').toString('base64').replace(/=+$/, '');
    expect(await isPassword('password', `$scrypt$ln=10,r=8,p=16$${salt}$${hash}`)).toBe(true);
  });

  it('is the same however its letters were typed', async () => {
    expect(await isPassword('Zoë und Café', await hashPassword('Zoe\u0308 und Cafe\u0301', CHEAP))).toBe(true);
  });

  it.each([
    '',
    'correct horse',
    '$scrypt$ln=40,r=8,p=1$AAAA$AAAA',
    '$2b$10$abcdefghijklmnopqrstuv',
    '$scrypt$ln=4$A$A',
  ])('that can not be read (%j) is nobody’s', async (stored) => {
    expect(await isPassword('correct horse', stored)).toBe(false);
  });

  it.each([
    ['short', 'anna', 'at least 10'],
    ['x'.repeat(300), 'anna', 'at most 256'],
    ['aaaaaaaaaaaa', 'anna', 'over and over'],
    ['Anna123456', 'anna', 'more than the name'],
    ['rita pass phrase', 'rita', null],
    ['correct horse battery', 'anna', null],
    ['пароль из слов', 'anna', null],
    ['a good one of mine', 'a', null],
  ])('%j of %s: %s', (password, name, fault) => {
    if (fault === null) expect(passwordFault(password, name)).toBeNull();
    else expect(passwordFault(password, name)).toContain(fault);
  });
});

describe('names and tokens', () => {
  it.each([
    ['anna', 'anna'],
    [' Anna@Example.org ', 'anna@example.org'],
    ['a:b', null],
    ['-x', null],
    ['', null],
    ['имя', null],
    ['a'.repeat(65), null],
  ])('the user %j is %j', (text, name) => expect(userName(text)).toBe(name));

  it('a token is 256 random bits, and nothing else is looked for', () => {
    const [one, other] = [newBearer(), newBearer()];
    expect(one).toMatch(/^ww_[\w-]{43}$/);
    expect(one).not.toBe(other);
    expect(bearerHash(one)).toHaveLength(32);
    for (const text of ['', 'ww_short', `${one}x`, one.replace('ww_', 'xx_'), `${one.slice(0, -1)}'`])
      expect(bearerHash(text)).toBeNull();
  });
});
