/**
 * Cases a line: query ¦ text (`title‖body`, or @ for the article of the test) ¦ language ¦ whether it matches, and what is
 * found (`yes a + b`), or the fault with its place.
 */
export const LANGUAGE_CASES: Readonly<Record<string, string>> = {
  phrase: `
    "a b c" ¦ a b\\nc ¦ en ¦ yes
    "a b" ¦ a\\n\\nb ¦ en ¦ no
    "a b" ¦ a\\r\\nb ¦ en ¦ yes
    "a b" ¦ a\\r\\n\\r\\nb ¦ en ¦ no
    "a b" ¦ a. B ¦ en ¦ yes
    "a b" ¦ a <b ¦ en ¦ yes
    "European security" ¦ European‖security ¦ en ¦ no
    "a * b" ¦ a x b ¦ en ¦ bare-wildcard 3-4
    "european secur*" ¦ European securities ¦ en ¦ yes European securities
    "sanct* against" ¦ sanctions against ¦ en ¦ yes
    "*politik heute" ¦ Außenpolitik heute ¦ de ¦ yes
    "the " ¦ the ¦ en ¦ yes
    "a b"~2 ¦ b x y a ¦ en ¦ yes
    "a b"~1 ¦ b x y a ¦ en ¦ no
    "a b c"~1 ¦ c a x b ¦ en ¦ yes
    "a a"~1 ¦ a ¦ en ¦ no
    "a b"~ ¦ a b ¦ en ¦ bad-distance 5-6
    „Europäische Sicherheit“ ¦ europäische Sicherheit ¦ de ¦ yes
    ‚a b‘ ¦ a b ¦ en ¦ yes
    «a b» ¦ a b ¦ en ¦ yes
    "a ¦ x ¦ en ¦ unclosed-quote 0-1
    “a b ¦ x ¦ en ¦ unclosed-quote 0-1
    a "b" c" ¦ x ¦ en ¦ unclosed-quote 7-8`,
  near: `
    (a OR b) NEAR/1 (c OR d) ¦ b x d ¦ en ¦ yes b + d
    (a OR b) NEAR/1 (c OR d) ¦ b x y d ¦ en ¦ no
    "a b" NEAR/0 c ¦ a b c ¦ en ¦ yes
    "a b" NEAR/0 c ¦ c a b ¦ en ¦ yes
    "a b" NEAR/0 "b c" ¦ a b c ¦ en ¦ no
    a NEAR/2 b NEAR/2 c ¦ a x b x c ¦ en ¦ yes
    a NEAR/2 b NEAR/2 c ¦ a x b x x x c ¦ en ¦ no
    a NEAR/3 a ¦ a ¦ en ¦ no
    a NEAR/3 a ¦ a x a ¦ en ¦ yes
    a NEAR/2 b ¦ a.\\n\\nb ¦ en ¦ yes
    a NEAR/2 b ¦ a‖b ¦ en ¦ no
    a NEAR/5 (b AND c) ¦ a b c ¦ en ¦ bad-near-operand 9-18
    a NEAR/5 NOT b ¦ a ¦ en ¦ bad-near-operand 9-14
    a NOT NEAR/2 b ¦ a x x x b ¦ en ¦ yes a
    a NOT NEAR/2 b ¦ a x b ¦ en ¦ no
    a NOT NEAR/2 b ¦ a x b x x x x a ¦ en ¦ yes
    NOT a NEAR/2 b ¦ a b ¦ en ¦ pure-negative 0-14
    a near/2 b ¦ a b ¦ en ¦ yes
    a w/2 b ¦ b a ¦ en ¦ yes
    a PRE/2 b ¦ b a ¦ en ¦ no
    a NEAR/ b ¦ x ¦ en ¦ bad-distance 2-7
    a NEAR/-1 b ¦ x ¦ en ¦ bad-distance 2-9
    a NEAR/256 b ¦ x ¦ en ¦ bad-distance 2-10
    a NEAR/255 b ¦ a b ¦ en ¦ yes
    NEAR/3 a ¦ x ¦ en ¦ missing-operand 0-6
    a NEAR/3 ¦ x ¦ en ¦ missing-operand 2-8
    a ONEAR b ¦ a x x x x b ¦ en ¦ yes
    title:a NEAR/3 b ¦ a b ¦ en ¦ bad-near-operand 0-7
    title:(a NEAR/3 b) ¦ a b‖ ¦ en ¦ yes
    sanction NEAR/3 Belarus* ¦ sanctions on Belarusian ¦ en ¦ yes
    a NEAR/1 b OR c ¦ c ¦ en ¦ yes
    a AND b NEAR/1 c ¦ a b c ¦ en ¦ yes
    ATLEAST/2 (a NEAR/1 b) ¦ a b x x x x a b ¦ en ¦ yes
    (a NEAR/1 b) NEAR/1 c ¦ a b c ¦ en ¦ yes
    a NEAR/0 b ¦ a, b ¦ en ¦ yes
    a NEAR/1 b ¦ a x's b ¦ en ¦ yes
    a ONEAR/0 "b c" ¦ a b c ¦ en ¦ yes`,
  wildcard: `
    Belarus* ¦ Belarusian ¦ en ¦ yes
    Belarus* ¦ Belarus ¦ en ¦ yes
    *politik ¦ Außenpolitik ¦ de ¦ yes
    wom?n ¦ women ¦ en ¦ yes
    wom?n ¦ womn ¦ en ¦ no
    sanc*n ¦ sanction ¦ en ¦ yes
    sanc*n ¦ sanctions ¦ en ¦ no
    ab* ¦ abc ¦ en ¦ wildcard-too-short 0-3
    a?b ¦ axb ¦ en ¦ wildcard-too-short 0-3
    ** ¦ x ¦ en ¦ bare-wildcard 0-2
    ? ¦ x ¦ en ¦ bare-wildcard 0-1
    "*" ¦ x ¦ en ¦ bare-wildcard 1-2
    colo*r ¦ colour ¦ en ¦ yes
    colo?r ¦ color ¦ en ¦ no
    naïv* ¦ naive ¦ en ¦ yes
    Бел*русь ¦ Беларусь ¦ ru ¦ yes
    санкц* ¦ санкциями ¦ ru ¦ yes
    *ussia ¦ Russia ¦ en ¦ yes
    *uss* ¦ Russian ¦ en ¦ yes
    ="Belarus*" ¦ belarusian ¦ en ¦ no
    ="Belarus*" ¦ Belarusian ¦ en ¦ yes
    exact:Belarus* ¦ belarusian ¦ en ¦ yes
    Asia-Pac* ¦ Asia-Pacific ¦ en ¦ yes
    O'Bri* ¦ O’Brien ¦ en ¦ yes
    *安全* ¦ 欧洲安全问题 ¦ zh ¦ yes
    NATO* ¦ NATO’s ¦ en ¦ yes`,
  fuzzy: `
    Lukashenko~2 ¦ Lukashenka ¦ en ¦ yes
    Lukashenko~1 ¦ Lukaschenka ¦ en ¦ no
    Belarus~ ¦ x ¦ en ¦ bad-fuzzy 7-8
    Belarus~3 ¦ x ¦ en ¦ bad-fuzzy 7-9
    Minsk~1 ¦ Minks ¦ en ¦ yes
    war~1 ¦ x ¦ en ¦ fuzzy-too-short 0-5`,
  exact: `
    ="Belarus" ¦ Belarus’s ¦ en ¦ yes
    =Apple ¦ Apple ¦ en ¦ yes
    ="naïve" ¦ naive ¦ en ¦ no
    ="naive" ¦ naïve ¦ en ¦ no
    exact:naive ¦ naïve ¦ en ¦ yes
    exact:"arms controls" ¦ arms control ¦ en ¦ no
    ="" ¦ x ¦ en ¦ empty-phrase 1-3
    exact: ¦ x ¦ en ¦ missing-operand 0-6
    exact:(sanction OR tariff) ¦ sanctions ¦ en ¦ no
    =("Apple" OR "Meta") ¦ apple ¦ en ¦ no
    ="ЕС" ¦ ес ¦ ru ¦ no
    ="Straße" ¦ STRASSE ¦ de ¦ no
    ="Peña" ¦ Pen\u0303a ¦ es ¦ yes
    ="İstanbul" ¦ Istanbul ¦ tr ¦ no
    title:="US" ¦ us‖US ¦ en ¦ no`,
  boolean: `
    a AND NOT b ¦ a ¦ en ¦ yes
    a AND NOT b ¦ a b ¦ en ¦ no
    NOT b a ¦ a ¦ en ¦ yes
    NOT a ¦ x ¦ en ¦ pure-negative 0-5
    -a ¦ x ¦ en ¦ pure-negative 0-2
    a OR NOT b ¦ x ¦ en ¦ negative-branch 5-10
    (NOT a) OR b ¦ x ¦ en ¦ negative-branch 0-7
    NOT (a OR b) ¦ x ¦ en ¦ pure-negative 0-12
    a NOT (b OR c) ¦ a c ¦ en ¦ no
    a (b OR c) ¦ a c ¦ en ¦ yes
    ((a)) ¦ a ¦ en ¦ yes
    (a ¦ x ¦ en ¦ unclosed-paren 0-1
    a) OR (b ¦ x ¦ en ¦ unexpected-paren 1-2
    ) ¦ x ¦ en ¦ unexpected-paren 0-1
    a AND OR b ¦ x ¦ en ¦ missing-operand 6-8
    OR a ¦ x ¦ en ¦ missing-operand 0-2
    a NOT ¦ x ¦ en ¦ missing-operand 2-5
    a or b ¦ x ¦ en ¦ lowercase-operator 2-4
    "a" and "b" ¦ x ¦ en ¦ lowercase-operator 4-7
    (a) or (b) ¦ x ¦ en ¦ lowercase-operator 4-6
    or ¦ or ¦ en ¦ yes
    "or" AND a ¦ a or ¦ en ¦ yes
    and a ¦ and a ¦ en ¦ yes
    a And b ¦ x ¦ en ¦ lowercase-operator 2-5
    a && b ¦ a b ¦ en ¦ yes
    a || b ¦ b ¦ en ¦ yes
    a & b ¦ a ¦ en ¦ no
    a | b ¦ b ¦ en ¦ yes
    a,b ¦ a b ¦ en ¦ yes
    a, b ¦ a x b ¦ en ¦ yes
    a;b ¦ a b ¦ en ¦ yes
    (a AND b) OR (c AND NOT d) ¦ c ¦ en ¦ yes
    a AND (b OR (c AND NOT d)) ¦ a c d ¦ en ¦ no
    a AND (NOT b) ¦ a ¦ en ¦ yes
    a OR (b NOT a) ¦ b ¦ en ¦ yes
    title:(NOT a) AND b ¦ b ¦ en ¦ yes
    title:(NOT a) ¦ b ¦ en ¦ pure-negative 0-13
    lang:en NOT a ¦ b ¦ en ¦ yes`,
  fields: `
    title:(sanctions OR oil) ¦ @ ¦ en ¦ yes sanctions
    title:"EU agrees" ¦ @ ¦ en ¦ yes
    title:oil ¦ @ ¦ en ¦ no
    body:oil ¦ @ ¦ en ¦ yes
    lead:oil ¦ @ ¦ en ¦ no
    text:oil ¦ @ ¦ en ¦ yes
    title:sanctions body:Belarus ¦ @ ¦ en ¦ yes sanctions + Belarus
    TITLE:sanctions ¦ @ ¦ en ¦ yes
    title: sanctions ¦ @ ¦ en ¦ yes
    site:bbc.co.uk AND oil ¦ @ ¦ en ¦ yes
    site:www.bbc.co.uk AND oil ¦ @ ¦ en ¦ yes
    site:co.uk oil ¦ @ ¦ en ¦ yes
    site:notbbc.co.uk oil ¦ @ ¦ en ¦ no
    source:"BBC News" oil ¦ @ ¦ en ¦ yes
    source:bbc oil ¦ @ ¦ en ¦ yes
    source:bbc.co.uk oil ¦ @ ¦ en ¦ yes
    url:world oil ¦ @ ¦ en ¦ yes
    url:"news/world" oil ¦ @ ¦ en ¦ yes
    url:europe oil ¦ @ ¦ en ¦ yes
    url:worl oil ¦ @ ¦ en ¦ no
    author:jane oil ¦ @ ¦ en ¦ yes
    author:"doe jane" oil ¦ @ ¦ en ¦ no
    lang:en,de oil ¦ @ ¦ en ¦ yes
    lang:EN oil ¦ @ ¦ en ¦ yes
    lang:de oil ¦ @ ¦ en ¦ no
    country:us,gb oil ¦ @ ¦ en ¦ yes
    section:world oil ¦ @ ¦ en ¦ yes
    section:sport oil ¦ @ ¦ en ¦ no
    oil NOT section:sport ¦ @ ¦ en ¦ yes
    oil NOT section:world ¦ @ ¦ en ¦ no
    tag:war oil ¦ @ ¦ en ¦ yes
    tag:"eastern europe" oil ¦ @ ¦ en ¦ yes
    tag:peace oil ¦ @ ¦ en ¦ no
    (site:bbc.co.uk OR site:cnn.com) oil ¦ @ ¦ en ¦ yes
    site:(bbc.co.uk OR cnn.com) oil ¦ @ ¦ en ¦ yes
    title:(sanctions AND body:oil) ¦ @ ¦ en ¦ yes
    title:title:x ¦ @ ¦ en ¦ no
    lang:xx oil ¦ @ ¦ en ¦ bad-language 5-7
    lang: ¦ @ ¦ en ¦ missing-operand 0-5
    author:"" oil ¦ @ ¦ en ¦ empty-phrase 7-9
    headline:x ¦ @ ¦ en ¦ unknown-field 0-9
    title:NOT x ¦ @ ¦ en ¦ missing-operand 0-6
    -title:oil Belarus ¦ @ ¦ en ¦ yes
    https://example.org oil ¦ @ ¦ en ¦ unknown-field 0-6
    12:30 oil ¦ @ ¦ en ¦ no
    "time:12" ¦ time: 12 ¦ en ¦ yes`,
  'atleast, score': `
    ATLEAST/2 (a OR b) ¦ a b ¦ en ¦ yes a + b
    ATLEAST/0 a ¦ x ¦ en ¦ bad-count 0-9
    ATLEAST/x a ¦ x ¦ en ¦ bad-count 0-9
    ATLEAST a ¦ x ¦ en ¦ bad-count 0-7
    ATLEAST/2 "a b" ¦ a b a b ¦ en ¦ yes
    ATLEAST/2 title:a ¦ a‖a ¦ en ¦ no
    title:(ATLEAST/2 a) ¦ a a‖ ¦ en ¦ yes
    ATLEAST/2 ¦ x ¦ en ¦ missing-operand 0-9
    NOT ATLEAST/2 a b ¦ b a ¦ en ¦ yes
    atleast/2 a ¦ a a ¦ en ¦ yes
    SCORE/2 (a, b) ¦ a b ¦ en ¦ yes
    SCORE/2 (a) ¦ a a ¦ en ¦ yes
    SCORE/3 (a^2, b) ¦ a b ¦ en ¦ yes
    SCORE/1 () ¦ x ¦ en ¦ empty-group 8-10
    SCORE/0 (a) ¦ x ¦ en ¦ bad-count 0-7
    SCORE/2 (a^x) ¦ x ¦ en ¦ bad-count 10-12
    SCORE/5 ("a b"^5, c^-1) ¦ a b c ¦ en ¦ no
    SCORE/1 (a^-1) ¦ x ¦ en ¦ pure-negative 0-14`,
  'signs of other products': `
    a /5 b ¦ a x b ¦ en ¦ yes
    a /s b ¦ a x b ¦ en ¦ yes
    a w/p b ¦ a x b ¦ en ¦ yes
    a adj3 b ¦ a x b ¦ en ¦ yes
    a adj3 b ¦ b x a ¦ en ¦ no
    a near5 b ¦ b x x x x a ¦ en ¦ yes
    a near5 b ¦ b x x x x x a ¦ en ¦ no
    sanction! ¦ sanctions ¦ en ¦ yes
    +Belarus +Minsk ¦ Belarus Minsk ¦ en ¦ yes
    a AROUND(3) b ¦ a x b ¦ en ¦ yes
    raw:Apple ¦ x ¦ en ¦ unknown-field 0-4
    a ANDNOT b ¦ x ¦ en ¦ no`,
};
