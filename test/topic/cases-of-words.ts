/**
 * Cases a line: query ¦ text (`title‖body`, or @ for the article of the test) ¦ language ¦ whether it matches, and what is
 * found (`yes a + b`), or the fault with its place.
 */
export const WORD_CASES: Readonly<Record<string, string>> = {
  'boundaries of words': `
    Oman ¦ Oman’s ruler ¦ en ¦ yes Oman
    Georgia ¦ Georgian ¦ en ¦ no
    Niger ¦ Nigeria ¦ en ¦ no
    ant ¦ antics ¦ en ¦ no
    EU ¦ EU27 leaders ¦ en ¦ no
    COVID-19 ¦ COVID-19 and Covid19 ¦ en ¦ yes COVID-19
    Belarus ¦ Belarus_votes ¦ en ¦ yes
    Belarus ¦ #Belarus @Belarus ¦ en ¦ yes Belarus + Belarus
    Belarus ¦ “Belarus” ¦ en ¦ yes
    Belarus ¦ Belarus… ¦ en ¦ yes
    Belarus ¦ 🇧🇾Belarus🇧🇾 ¦ en ¦ yes Belarus
    C++ ¦ Learning C++ today ¦ en ¦ yes
    AT&T ¦ AT&T said ¦ en ¦ yes AT&T
    "AT&T" ¦ AT & T said ¦ en ¦ yes
    Yahoo! ¦ Yahoo! said ¦ en ¦ yes
    café ¦ a cafe ¦ en ¦ yes
    resume ¦ his résumé ¦ en ¦ yes
    Ångström ¦ Angstrom ¦ en ¦ yes
    Ødegaard ¦ Odegaard scored ¦ en ¦ yes
    Björk ¦ BJÖRK ¦ is ¦ yes
    Đoković ¦ Djokovic ¦ sr ¦ no
    Thorn ¦ Þorn ¦ is ¦ yes`,
  apostrophes: `
    O'Brien ¦ O Brien ¦ en ¦ yes
    O’Brien ¦ OʼBrien ¦ en ¦ yes OʼBrien
    O'Brien ¦ OBrien ¦ en ¦ no
    l'Union ¦ l’Union européenne ¦ fr ¦ yes
    Union ¦ l'Union européenne ¦ fr ¦ yes Union
    NATO's ¦ NATO expands ¦ en ¦ yes
    NATO ¦ NATO's ¦ en ¦ yes NATO
    NATO ¦ NATO’s ¦ en ¦ yes NATO
    "NATO allies" ¦ NATO's allies ¦ en ¦ yes
    "Britain's economy" ¦ Britain economy ¦ en ¦ yes
    don't ¦ don’t ¦ en ¦ yes
    "rock n roll" ¦ rock 'n' roll ¦ en ¦ yes
    "Ukraine's army" ¦ Ukraine’s army ¦ en ¦ yes Ukraine’s army`,
  hyphen: `
    "Asia-Pacific" ¦ Asia Pacific ¦ en ¦ yes
    Asia-Pacific ¦ Asia–Pacific ¦ en ¦ yes
    Asia-Pacific ¦ AsiaPacific ¦ en ¦ no
    "ex president" ¦ ex-president ¦ en ¦ yes
    e-mail ¦ email ¦ en ¦ no
    F-16 ¦ F‑16 jets ¦ en ¦ yes F‑16
    F16 ¦ F-16 ¦ en ¦ no
    -football Belarus ¦ Belarus football ¦ en ¦ no
    Belarus -football ¦ Belarus ¦ en ¦ yes
    Belarus - football ¦ Belarus football ¦ en ¦ yes
    Belarus- ¦ Belarus ¦ en ¦ yes`,
  acronyms: `
    U.S. ¦ the US said ¦ en ¦ yes
    U.S. ¦ U.S. said ¦ en ¦ yes U.S.
    "U.S. Senate" ¦ US Senate ¦ en ¦ yes
    USA ¦ U.S.A. today ¦ en ¦ yes U.S.A.
    US ¦ told us ¦ en ¦ yes
    ="US" ¦ The U.S. Senate ¦ en ¦ yes
    ="US" ¦ told us ¦ en ¦ no
    ="U.S." ¦ The US ¦ en ¦ yes
    EU ¦ E.U. law ¦ en ¦ yes
    ="EU" ¦ eu ¦ en ¦ no
    WHO ¦ who is ¦ en ¦ yes
    UK ¦ the U.K.'s plan ¦ en ¦ yes
    PM ¦ 3 p.m. today ¦ en ¦ yes
    NATO ¦ N.A.T.O. ¦ en ¦ yes
    J.K. Rowling ¦ JK Rowling ¦ en ¦ yes
    "J. K. Rowling" ¦ J. K. Rowling ¦ en ¦ yes
    US ¦ the end. U.S ¦ en ¦ yes
    NATO ¦ НАТО ¦ ru ¦ no`,
  numbers: `
    1,000 ¦ 1,000 people ¦ en ¦ yes 1,000
    1000 ¦ 1,000 people ¦ en ¦ no
    000 ¦ 1,000 people ¦ en ¦ no
    5 ¦ 3.5 ¦ en ¦ no
    3 ¦ 3.5% ¦ en ¦ no
    2024 ¦ 2024. ¦ en ¦ yes
    2024 ¦ 2024-25 ¦ en ¦ yes 2024
    "9/11" ¦ 9/11 attacks ¦ en ¦ yes
    9/11 ¦ 9/11 attacks ¦ en ¦ yes
    G20 ¦ the G20 ¦ en ¦ yes
    "100 million" ¦ $100 million ¦ en ¦ yes
    2024 ¦ ٢٠٢٤ ¦ ar ¦ yes
    24 ¦ 2024 ¦ en ¦ no
    5G ¦ 5G network ¦ en ¦ yes
    5 ¦ 5G ¦ en ¦ no
    1st ¦ 1st ¦ en ¦ yes
    2 ¦ CO₂ ¦ en ¦ no
    CO2 ¦ CO₂ levels ¦ en ¦ yes`,
  unicode: `
    Belarus ¦ \u202bBelarus\u202c ¦ en ¦ yes Belarus
    Bel\u00adarus ¦ Belarus ¦ en ¦ yes
    Bela\u200brus ¦ Bela rus ¦ en ¦ yes
    café ¦ cafe\u0301 ¦ fr ¦ yes cafe\u0301
    Москва ¦ Москва\u0301 ¦ ru ¦ yes
    елка ¦ ёлка ¦ ru ¦ yes
    йод ¦ иод ¦ ru ¦ no
    Київ ¦ Киів ¦ uk ¦ no
    ΣΊΣΥΦΟΣ ¦ Σίσυφος ¦ el ¦ yes
    ﬁnance ¦ finance ¦ en ¦ yes
    Ⅳ ¦ IV ¦ en ¦ yes
    ＮＡＴＯ ¦ NATO ¦ en ¦ yes
    Belarus 🇧🇾 ¦ Belarus ¦ en ¦ yes
    "🇧🇾" ¦ x ¦ en ¦ empty-phrase 0-6
    I ¦ i ¦ en ¦ yes
    ISIS ¦ ısıs ¦ tr ¦ yes
    Işık ¦ isik ¦ tr ¦ yes`,
  cjk: `
    北约 ¦ 北约峰会 ¦ zh ¦ yes 北约
    北約 ¦ 北约 ¦ zh ¦ no
    東京 ¦ 東京都知事 ¦ ja ¦ yes
    ベラルーシ ¦ ベラルーシ大統領 ¦ ja ¦ yes ベラルーシ
    ﾍﾞﾗﾙｰｼ ¦ ベラルーシ ¦ ja ¦ yes
    ベラルーシ ¦ ﾍﾞﾗﾙｰｼへ ¦ ja ¦ yes
    欧洲 安全 ¦ 欧洲的安全 ¦ zh ¦ yes
    "欧洲安全" ¦ 欧洲的安全 ¦ zh ¦ no
    欧洲 NEAR/1 安全 ¦ 欧洲的安全 ¦ zh ¦ yes
    NATO峰会 ¦ NATO峰会 ¦ zh ¦ yes
    安保 ¦ 안보 ¦ ko ¦ no
    나토 ¦ 나토는 ¦ ko ¦ yes
    나토 ¦ 나토와의 ¦ ko ¦ yes
    벨라루스 대통령 ¦ 벨라루스의 대통령이 ¦ ko ¦ yes
    ประเทศ ¦ ประเทศไทย ¦ th ¦ yes
    ไทย ¦ ประเทศไทย ¦ th ¦ yes
    កម្ពុជា ¦ ព្រះរាជាណាចក្រកម្ពុជា ¦ km ¦ yes កម្ពុជា
    ລາວ ¦ ປະເທດລາວ ¦ lo ¦ yes ລາວ
    မြန်မာ ¦ မြန်မာနိုင်ငံ ¦ my ¦ yes
    中国 ¦ 中国人民 ¦ zh ¦ yes
    制裁 ¦ 对白俄罗斯实施制裁。 ¦ zh ¦ yes 制裁
    𠮷野家 ¦ 𠮷野家の牛丼 ¦ ja ¦ yes`,
  rtl: `
    القدس ¦ والقدس ¦ ar ¦ yes
    أوروبا ¦ اوروبا ¦ ar ¦ yes
    القاهرة ¦ القاهره ¦ ar ¦ yes
    موسى ¦ موسي ¦ ar ¦ yes
    حماس ¦ لحماس ¦ ar ¦ yes
    ישראל ¦ בישראל ¦ he ¦ yes
    ירושלים ¦ לירושלים ¦ he ¦ yes
    می\u200cخواهد ¦ میخواهد ¦ fa ¦ yes
    کی ¦ كي ¦ fa ¦ yes`,
  inflection: `
    election ¦ elections ¦ en ¦ yes
    child ¦ children ¦ en ¦ yes
    woman ¦ women ¦ en ¦ yes
    university ¦ universe ¦ en ¦ no
    organization ¦ organ ¦ en ¦ no
    international ¦ internal ¦ en ¦ no
    news ¦ new ¦ en ¦ no
    US ¦ uses ¦ en ¦ no
    party ¦ parties ¦ en ¦ yes
    leaf ¦ leaves ¦ en ¦ yes
    analysis ¦ analyses ¦ en ¦ yes
    Wales ¦ Wale ¦ en ¦ no
    James ¦ Jame ¦ en ¦ no
    Paris ¦ Pari ¦ en ¦ no
    sanction ¦ sanctioned ¦ en ¦ no
    attack ¦ attacked ¦ en ¦ no
    attack ¦ attacks ¦ en ¦ yes
    say ¦ says ¦ en ¦ yes
    Texas ¦ texa ¦ en ¦ no
    species ¦ specie ¦ en ¦ no
    ракета ¦ ракетами ¦ ru ¦ yes
    Путин ¦ Путиным ¦ ru ¦ yes
    человек ¦ людей ¦ ru ¦ yes
    право ¦ правый ¦ ru ¦ no
    банк ¦ банка ¦ ru ¦ yes
    Лукашенко ¦ Лукашенко ¦ ru ¦ yes
    Зеленский ¦ Зеленского ¦ ru ¦ yes
    Москва ¦ Москвой ¦ ru ¦ yes
    Тихановская ¦ Тихановской ¦ ru ¦ yes
    Европейский союз ¦ Европейского союза ¦ ru ¦ yes
    Китай ¦ Китаем ¦ ru ¦ yes
    Казахстан ¦ Казахстане ¦ ru ¦ yes
    Грузия ¦ Грузию ¦ ru ¦ yes
    Литва ¦ Литвы ¦ ru ¦ yes
    Польша ¦ Польшей ¦ ru ¦ yes
    США ¦ США ¦ ru ¦ yes
    Трамп ¦ Трампа ¦ ru ¦ yes
    Макрон ¦ Макроном ¦ ru ¦ yes
    Белоруссия ¦ Белоруссии ¦ ru ¦ yes
    безпека ¦ безпеки ¦ uk ¦ yes
    Київ ¦ Києва ¦ uk ¦ yes
    Росія ¦ Росією ¦ uk ¦ yes
    Зеленський ¦ Зеленського ¦ uk ¦ yes
    Львів ¦ Львова ¦ uk ¦ yes
    санкція ¦ санкцій ¦ uk ¦ yes
    Польща ¦ Польщі ¦ uk ¦ yes
    Харків ¦ Харкові ¦ uk ¦ yes
    Беларусь ¦ Беларусі ¦ be ¦ yes
    Мінск ¦ Мінску ¦ be ¦ yes
    бяспека ¦ бяспекі ¦ be ¦ yes
    санкцыя ¦ санкцый ¦ be ¦ yes
    Расія ¦ Расіі ¦ be ¦ yes
    Лукашэнка ¦ Лукашэнкі ¦ be ¦ yes
    Białoruś ¦ Białorusi ¦ pl ¦ yes
    Polska ¦ Polsce ¦ pl ¦ yes
    sankcja ¦ sankcji ¦ pl ¦ yes
    bezpieczeństwo ¦ bezpieczeństwa ¦ pl ¦ yes
    Rosja ¦ Rosji ¦ pl ¦ yes
    Warszawa ¦ Warszawie ¦ pl ¦ yes
    Tusk ¦ Tuskiem ¦ pl ¦ yes
    rząd ¦ rządu ¦ pl ¦ yes
    Kraków ¦ Krakowie ¦ pl ¦ yes
    Bělorusko ¦ Běloruska ¦ cs ¦ yes
    sankce ¦ sankcí ¦ cs ¦ yes
    Praha ¦ Praze ¦ cs ¦ yes
    bezpečnost ¦ bezpečnosti ¦ cs ¦ yes
    Bielorusko ¦ Bieloruska ¦ sk ¦ yes
    sankcia ¦ sankcií ¦ sk ¦ yes
    Land ¦ Länder ¦ de ¦ yes
    Wahl ¦ Wahlen ¦ de ¦ yes
    Wahl ¦ Wähler ¦ de ¦ no
    Sanktion ¦ Sanktionierung ¦ de ¦ no
    Minister ¦ Ministern ¦ de ¦ yes
    Ukraine ¦ Ukrainer ¦ de ¦ no
    Gesetz ¦ Gesetze ¦ de ¦ yes
    Präsident ¦ Präsidentin ¦ de ¦ no
    sanction ¦ sanctions ¦ fr ¦ yes
    cheval ¦ chevaux ¦ fr ¦ yes
    russe ¦ russes ¦ fr ¦ yes
    nationale ¦ nationaux ¦ fr ¦ yes
    europeo ¦ europeas ¦ es ¦ yes
    país ¦ países ¦ es ¦ yes
    Rusia ¦ Rusia ¦ es ¦ yes
    rusa ¦ ruso ¦ es ¦ yes
    sanzione ¦ sanzioni ¦ it ¦ yes
    europeo ¦ europea ¦ it ¦ yes
    elezione ¦ elezioni ¦ it ¦ yes
    sanção ¦ sanções ¦ pt ¦ yes
    eleição ¦ eleições ¦ pt ¦ yes
    país ¦ países ¦ pt ¦ yes
    europeu ¦ europeia ¦ pt ¦ yes
    sanctie ¦ sancties ¦ nl ¦ yes
    verkiezing ¦ verkiezingen ¦ nl ¦ yes
    veiligheid ¦ veiligheids ¦ nl ¦ yes
    land ¦ landen ¦ nl ¦ yes
    sanktion ¦ sanktionerna ¦ sv ¦ yes
    val ¦ valet ¦ sv ¦ yes
    säkerhet ¦ säkerheten ¦ sv ¦ yes
    sanktion ¦ sanktionerne ¦ da ¦ yes
    valg ¦ valget ¦ no ¦ yes
    sikkerhet ¦ sikkerheten ¦ no ¦ yes
    Suomi ¦ Suomessa ¦ fi ¦ yes
    Venäjä ¦ Venäjälle ¦ fi ¦ yes
    turvallisuus ¦ turvallisuuden ¦ fi ¦ yes
    pakote ¦ pakotteet ¦ fi ¦ yes
    Magyarország ¦ Magyarországon ¦ hu ¦ yes
    szankció ¦ szankciók ¦ hu ¦ yes
    Oroszország ¦ Oroszországgal ¦ hu ¦ yes
    seçim ¦ seçimler ¦ tr ¦ yes
    yaptırım ¦ yaptırımlar ¦ tr ¦ yes
    Rusya ¦ Rusya'nın ¦ tr ¦ yes
    güvenlik ¦ güvenliği ¦ tr ¦ yes
    sancțiune ¦ sancțiuni ¦ ro ¦ yes
    alegere ¦ alegeri ¦ ro ¦ yes
    Rusia ¦ Rusiei ¦ ro ¦ yes
    România ¦ României ¦ ro ¦ yes
    ασφάλεια ¦ ασφάλειας ¦ el ¦ yes
    Ρωσία ¦ Ρωσίας ¦ el ¦ yes
    κύρωση ¦ κυρώσεις ¦ el ¦ yes
    Белорусија ¦ Белорусије ¦ sr ¦ yes
    Srbija ¦ Srbije ¦ sr ¦ yes
    Srbija ¦ Србије ¦ sr ¦ yes
    sankcija ¦ sankcije ¦ hr ¦ yes
    Hrvatska ¦ Hrvatskoj ¦ hr ¦ yes
    България ¦ България ¦ bg ¦ yes
    избори ¦ изборите ¦ bg ¦ yes
    санкция ¦ санкциите ¦ bg ¦ yes
    عقوبة ¦ عقوبات ¦ ar ¦ yes
    بيلاروسيا ¦ وبيلاروسيا ¦ ar ¦ yes`,
  'scripts without word forms': `
    भारत ¦ भारत ने ¦ hi ¦ yes भारत
    बांग्ला ¦ बांग्ला ¦ bn ¦ yes
    Việt Nam ¦ Viet Nam ¦ vi ¦ yes
    Hồ Chí Minh ¦ HO CHI MINH ¦ vi ¦ yes`,
};
