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
