import { describe, expect, it } from 'vitest';
import { detectLanguage, languageCode } from '../../src/text/language.ts';

describe('detectLanguage', () => {
  it.each([
    ['en', 'The minister said that they would not accept the plan, and that it was for the people to decide.'],
    ['de', 'Der Minister sagte, dass sie den Plan nicht annehmen werden und die Menschen darüber entscheiden müssen.'],
    ['fr', 'Le ministre a dit que le gouvernement ne va pas accepter le plan et que les citoyens doivent décider.'],
    ['es', 'El ministro dijo que no van a aceptar el plan y que los ciudadanos tienen que decidir sobre el futuro.'],
    ['pt', 'O ministro disse que não vão aceitar o plano e que os cidadãos têm que decidir sobre o seu futuro.'],
    ['it', 'Il ministro ha detto che non accetteranno il piano e che sono i cittadini a dover decidere del loro futuro.'],
    ['nl', 'De minister zei dat ze het plan niet zullen aanvaarden en dat de burgers zelf over hun toekomst beslissen.'],
    ['sv', 'Ministern sade att de inte kommer att godta planen och att det är medborgarna som ska få bestämma.'],
    ['da', 'Ministeren sagde, at de ikke vil godtage planen, og at det er borgerne, der skal bestemme, hvad der sker.'],
    ['no', 'Ministeren sa at de ikke vil godta planen, og at det er innbyggerne som skal bestemme hva som skjer nå.'],
    ['fi', 'Ministeri sanoi, että he eivät hyväksy suunnitelmaa ja että kansalaiset ovat ne, jotka päättävät.'],
    ['pl', 'Minister powiedział, że nie przyjmą tego planu i że to obywatele będą musieli zdecydować o przyszłości.'],
    ['cs', 'Ministr řekl, že plán nepřijmou a že o své budoucnosti musí rozhodnout občané, kteří v zemi žijí.'],
    ['hu', 'A miniszter azt mondta, hogy nem fogadják el a tervet, és hogy a polgároknak kell dönteniük.'],
    ['ro', 'Ministrul a spus că nu vor accepta planul și că cetățenii sunt cei care trebuie să decidă pentru viitor.'],
    ['tr', 'Bakan, planı kabul etmeyeceklerini ve bu konuda kararın vatandaşlar için çok önemli olduğunu söyledi.'],
    ['ru', 'Министр сказал, что они не примут этот план и что граждане должны сами решить, как быть дальше.'],
    ['uk', 'Міністр сказав, що вони не приймуть цей план і що громадяни мають самі вирішити, як бути далі.'],
    ['be', 'Міністр сказаў, што яны не прымуць гэты план і што грамадзяне павінны самі вырашыць, як быць далей.'],
    ['bg', 'Министърът каза, че няма да приемат плана и че гражданите трябва сами да решат какво ще се случи.'],
    ['el', 'Ο υπουργός είπε ότι δεν θα δεχτούν το σχέδιο και ότι οι πολίτες πρέπει να αποφασίσουν.'],
    ['ar', 'قال الوزير إنهم لن يقبلوا هذه الخطة وإن على المواطنين أن يقرروا بأنفسهم في هذا الشأن.'],
    ['fa', 'وزیر گفت که آنها این طرح را نخواهند پذیرفت و شهروندان باید خود درباره آینده تصمیم بگیرند.'],
    ['he', 'השר אמר שהם לא יקבלו את התוכנית ושהאזרחים צריכים להחליט בעצמם על העתיד.'],
    ['hi', 'मंत्री ने कहा कि वे इस योजना को स्वीकार नहीं करेंगे और नागरिकों को खुद फैसला करना है।'],
    ['ja', '大臣は、計画を受け入れず、市民が自ら決めるべきだと述べた。'],
    ['zh', '部长表示，他们不会接受这一计划，公民应当自己决定未来。'],
    ['ko', '장관은 그 계획을 받아들이지 않을 것이며 시민들이 스스로 결정해야 한다고 말했다.'],
    ['th', 'รัฐมนตรีกล่าวว่าพวกเขาจะไม่ยอมรับแผนนี้และประชาชนต้องตัดสินใจเอง'],
    ['vi', 'Bộ trưởng nói rằng họ sẽ không chấp nhận kế hoạch này và người dân phải tự quyết định tương lai của mình.'],
    ['id', 'Menteri mengatakan bahwa mereka tidak akan menerima rencana itu dan warga yang harus memutuskan sendiri.'],
  ])('%s', (code, text) => {
    expect(detectLanguage(text)).toBe(code);
    expect(detectLanguage(text, 'xx')).toBe(code);
  }); // prettier-ignore

  it.each([
    ['be', 'Цаны на бензін зноў выраслі, паведаміла ў сераду міністэрства.'], ['be', 'Урад прыняў новы бюджэт, дэпутаты галасавалі да позняй ночы.'],
    ['be', 'У горадзе адкрылі мост, па ім пойдуць трамваі і аўтобусы.'], ['be', 'Сустрэча прэзідэнтаў адбылася ў Мінску без журналістаў.'],
    ['uk', 'Ціни на пальне знову зросли, повідомило в середу міністерство.'], ['uk', 'Парламент ухвалив новий бюджет, депутати голосували до ночі.'],
    ['ru', 'Цены на топливо снова выросли, сообщило в среду министерство.'], ['ru', 'Парламент принял новый бюджет, депутаты голосовали до ночи, объявил спикер.'],
    ['bg', 'Цените на горивата отново скочиха, съобщи в сряда министерството.'], ['bg', 'Парламентът прие новия бюджет, депутатите гласуваха до късно през нощта.'],
    ['sr', 'Цене горива поново су порасле, саопштило је у среду министарство, а влада ће заседати.'], ['sr', 'Скупштина је усвојила нови буџет, посланици су гласали до касно у ноћ.'],
    ['mk', 'Цените на горивата повторно пораснаа, соопшти во средата министерството, а ќе има и нови мерки.'], ['mk', 'Собранието го усвои новиот буџет, пратениците гласаа до доцна во ноќта.'],
    ['kk', 'Жанармай бағасы тағы да өсті, деп хабарлады министрлік, ал үкімет жаңа бюджетті қабылдады.'],
  ])('tells the Cyrillic languages apart by their letters: %s, %s', (code, text) => {
    for (const hint of [undefined, 'ru', 'be', 'en']) expect(detectLanguage(text, hint)).toBe(code);
  }); // prettier-ignore

  it.each([
    ['hr', 'Predsjednik vlade rekao je jučer da će cijene goriva uvijek ovisiti o tržištu, a mjesto sastanka bit će poznato tijekom tjedna.'],
    ['sr', 'Predsednik vlade rekao je juče da će cene goriva uvek zavisiti od tržišta, a mesto sastanka biće poznato tokom nedelje.'],
    ['da', 'Priserne er steget igen, siger ministeren, og det bliver dyrere for mange at køre til arbejde uden hjælp af staten.'],
    ['no', 'Prisene har steget igjen, sier statsråden, og det blir dyrere for mange å kjøre til jobb uten hjelp av staten.'],
    ['no', 'Prisane har auka att, seier statsråden, og det vert dyrare for mange som ikkje bur i ein by å køyre til arbeid.'],
    ['sv', 'Priserna har stigit igen, säger ministern, och det blir dyrare för många att köra till jobbet utan hjälp av staten.'],
    ['cs', 'Ceny pohonných hmot znovu vzrostly, uvedl ministr, a pro mnoho lidí bude dražší jezdit do práce, než si mysleli.'],
    ['sk', 'Ceny pohonných hmôt znovu vzrástli, uviedol minister, a pre mnohých ľudí bude drahšie jazdiť do práce, ako si mysleli.'],
    ['pt', 'Os preços subiram de novo, disse o ministro, e para muitas pessoas será mais caro ir ao trabalho sem a ajuda do Estado.'],
    ['es', 'Los precios subieron de nuevo, dijo el ministro, y para muchas personas será más caro ir al trabajo sin la ayuda del Estado.'],
    ['gl', 'Os prezos subiron de novo, dixo o ministro, e para moita xente será máis caro ir ao traballo sen unha axuda da Xunta, segundo o concello.'],
  ])('tells relatives apart by their words: %s', (code, text) => {
    expect(detectLanguage(text)).toBe(code);
    expect(detectLanguage(text, code)).toBe(code);
  }); // prettier-ignore

  it('believes a hint for a few letters, and not against the words', () => {
    expect(detectLanguage('Taxi 2022', 'de')).toBe('de');
    expect(detectLanguage('The minister said that they would not accept the plan of the others.', 'de-AT')).toBe('en');
    expect(detectLanguage('東京都千代田区', 'ja')).toBe('ja');
    expect(detectLanguage('', 'fr')).toBe('fr');
    expect(detectLanguage('12345', null)).toBeNull();
  });
});

it('languageCode reads language tags', () => {
  expect(['pt-BR', 'nb_NO', 'EN', 'zh-Hant', 'fil', 'deu', '', null].map(languageCode)).toEqual([
    'pt',
    'no',
    'en',
    'zh',
    'tl',
    null,
    null,
    null,
  ]);
});
