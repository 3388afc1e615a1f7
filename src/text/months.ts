/**
 * Names of the months in the languages of the news, full and short, nominative and the case that dates use. January to
 * December parted by spaces, variants of one month by `/`; in lower case, without full stops.
 */
const NAMES: readonly string[] = [
  /* en */ 'january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sep/sept october/oct november/nov december/dec',
  /* de */ 'januar/jänner/jän februar/feber märz/mär/mrz april mai juni juli august september oktober/okt november dezember/dez',
  /* fr */ 'janvier/janv février/fevrier/févr/fevr mars avril/avr mai juin juillet/juil août/aout septembre octobre novembre décembre/decembre/déc',
  /* es */ 'enero/ene febrero marzo abril/abr mayo junio julio agosto/ago septiembre/setiembre octubre noviembre diciembre/dic',
  /* pt */ 'janeiro fevereiro/fev março/marco abril maio/mai junho julho agosto setembro/set outubro/out novembro dezembro/dez',
  /* it */ 'gennaio/gen febbraio marzo aprile maggio/mag giugno/giu luglio/lug agosto settembre ottobre/ott novembre dicembre',
  /* nl */ 'januari februari maart/mrt april mei juni juli augustus september oktober november december',
  /* sv */ 'januari februari mars april maj juni juli augusti september oktober november december',
  /* da no */ 'januar februar marts/mars april maj/mai juni juli august september oktober november desember/des',
  /* is */ 'janúar febrúar mars apríl maí júní júlí ágúst/ágú september október nóvember/nóv desember',
  /* fi */ 'tammikuu/tammikuuta/tammi helmikuu/helmikuuta/helmi maaliskuu/maaliskuuta/maalis huhtikuu/huhtikuuta/huhti toukokuu/toukokuuta/touko kesäkuu/kesäkuuta/kesä heinäkuu/heinäkuuta/heinä elokuu/elokuuta/elo syyskuu/syyskuuta/syys lokakuu/lokakuuta/loka marraskuu/marraskuuta/marras joulukuu/joulukuuta/joulu',
  /* et */ 'jaanuar/jaan veebruar/veebr märts aprill/apr mai juuni juuli august september oktoober/okt november detsember/dets',
  /* lv */ 'janvāris/janvārī/janvāra februāris/februārī/februāra marts/martā/marta aprīlis/aprīlī/aprīļa maijs/maijā/maija jūnijs/jūnijā/jūnija jūlijs/jūlijā/jūlija augusts/augustā/augusta septembris/septembrī/septembra oktobris/oktobrī/oktobra novembris/novembrī/novembra decembris/decembrī/decembra',
  /* lt */ 'sausis/sausio vasaris/vasario kovas/kovo balandis/balandžio gegužė/gegužės birželis/birželio liepa/liepos rugpjūtis/rugpjūčio rugsėjis/rugsėjo spalis/spalio lapkritis/lapkričio gruodis/gruodžio',
  /* pl */ 'styczeń/stycznia/sty luty/lutego/lut marzec/marca kwiecień/kwietnia/kwi maj/maja czerwiec/czerwca/cze lipiec/lipca/lip sierpień/sierpnia/sie wrzesień/września/wrz październik/października/paź listopad/listopada/lis grudzień/grudnia/gru',
  /* cs */ 'leden/ledna únor/února březen/března duben/dubna květen/května červen/června červenec/července srpen/srpna září říjen/října listopad/listopadu prosinec/prosince',
  /* sk */ 'január/januára február/februára marec/marca apríl/apríla máj/mája jún/júna júl/júla august/augusta september/septembra október/októbra november/novembra december/decembra',
  /* sl */ 'januar/januarja februar/februarja marec/marca april/aprila maj/maja junij/junija julij/julija avgust/avgusta september/septembra oktober/oktobra november/novembra december/decembra',
  /* hr */ 'siječanj/siječnja veljača/veljače ožujak/ožujka travanj/travnja svibanj/svibnja lipanj/lipnja srpanj/srpnja kolovoz/kolovoza rujan/rujna listopad/listopada studeni/studenog/studenoga prosinac/prosinca',
  /* sr */ 'januar/januara februar/februara mart/marta april/aprila maj/maja jun/juna jul/jula avgust/avgusta septembar/septembra oktobar/oktobra novembar/novembra decembar/decembra',
  /* hu */ 'január/januári február/februári március/márciusi/márc április/áprilisi/ápr május/máj június/jún július/júl augusztus/aug szeptember/szept október/okt november december',
  /* ro */ 'ianuarie/ian februarie/feb martie aprilie mai iunie/iun iulie/iul august septembrie octombrie noiembrie/noi decembrie',
  /* sq */ 'janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor',
  /* tr */ 'ocak/oca şubat/şub mart nisan/nis mayıs haziran/haz temmuz/tem ağustos/ağu eylül/eyl ekim/eki kasım/kas aralık/ara',
  /* az */ 'yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr',
  /* id ms */ 'januari/januari februari/februari maret/mac april/april mei/mei juni/jun juli/julai agustus/ogos september/september oktober/oktober november/november desember/disember',
  /* sw */ 'januari februari machi aprili mei juni julai agosti septemba oktoba novemba desemba',
  /* ca */ 'gener febrer març abril maig juny juliol agost setembre octubre novembre desembre',
  /* gl */ 'xaneiro febreiro marzo abril maio xuño xullo agosto setembro outubro novembro decembro',
  /* eu */ 'urtarrila otsaila martxoa apirila maiatza ekaina uztaila abuztua iraila urria azaroa abendua',
  /* ru */ 'январь/января/янв февраль/февраля/фев март/марта/мар апрель/апреля/апр май/мая июнь/июня/июн июль/июля/июл август/августа/авг сентябрь/сентября/сен/сент октябрь/октября/окт ноябрь/ноября/ноя декабрь/декабря/дек',
  /* uk */ 'січень/січня/січ лютий/лютого/лют березень/березня/бер квітень/квітня/кві травень/травня/тра червень/червня/чер липень/липня/лип серпень/серпня/сер вересень/вересня/вер жовтень/жовтня/жов листопад/листопада/лис грудень/грудня/гру',
  /* be */ 'студзень/студзеня люты/лютага сакавік/сакавіка красавік/красавіка май/мая/траўня чэрвень/чэрвеня ліпень/ліпеня жнівень/жніўня верасень/верасня кастрычнік/кастрычніка лістапад/лістапада снежань/снежня',
  /* bg */ 'януари/ян февруари/февр март април май юни юли август септември/септ октомври ноември/ноем декември/дек',
  /* sr */ 'јануар/јануара фебруар/фебруара март/марта април/априла мај/маја јун/јуна јул/јула август/августа септембар/септембра октобар/октобра новембар/новембра децембар/децембра',
  /* mk */ 'јануари февруари март април мај јуни јули август септември октомври ноември декември',
  /* kk */ 'қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан',
  /* el */ 'ιανουάριος/ιανουαρίου/ιαν φεβρουάριος/φεβρουαρίου/φεβ μάρτιος/μαρτίου/μαρ απρίλιος/απριλίου/απρ μάιος/μαΐου/μαϊου ιούνιος/ιουνίου/ιουν ιούλιος/ιουλίου/ιουλ αύγουστος/αυγούστου/αυγ σεπτέμβριος/σεπτεμβρίου/σεπ οκτώβριος/οκτωβρίου/οκτ νοέμβριος/νοεμβρίου/νοε δεκέμβριος/δεκεμβρίου/δεκ',
  /* ar */ 'يناير فبراير مارس أبريل/ابريل/إبريل مايو يونيو يوليو أغسطس/اغسطس سبتمبر أكتوبر/اكتوبر نوفمبر ديسمبر',
  /* ar, Levant */ 'كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول',
  /* fa */ 'ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر',
  /* ur */ 'جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر',
  /* he */ 'ינואר/בינואר פברואר/בפברואר מרץ/במרץ אפריל/באפריל מאי/במאי יוני/ביוני יולי/ביולי אוגוסט/באוגוסט ספטמבר/בספטמבר אוקטובר/באוקטובר נובמבר/בנובמבר דצמבר/בדצמבר',
  /* hi */ 'जनवरी फरवरी/फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर/सितम्बर अक्टूबर/अक्तूबर नवंबर/नवम्बर दिसंबर/दिसम्बर',
  /* bn */ 'জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর',
  /* ta */ 'ஜனவரி பிப்ரவரி மார்ச் ஏப்ரல் மே ஜூன் ஜூலை ஆகஸ்ட் செப்டம்பர் அக்டோபர் நவம்பர் டிசம்பர்',
  /* th */ 'มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม',
  /* hy */ 'հունվարի փետրվարի մարտի ապրիլի մայիսի հունիսի հուլիսի օգոստոսի սեպտեմբերի հոկտեմբերի նոյեմբերի դեկտեմբերի',
  /* ka */ 'იანვარი თებერვალი მარტი აპრილი მაისი ივნისი ივლისი აგვისტო სექტემბერი ოქტომბერი ნოემბერი დეკემბერი',
];

/** Two languages, one word: the listing that is named here holds. Polish and Czech `listopad` are November, the Croatian one is not. */
const DOUBTFUL: ReadonlyMap<string, number> = new Map([
  ['listopad', 11],
  ['listopada', 11],
  ['lipanj', 6],
  ['lipnja', 6],
  ['červenec', 7],
  ['července', 7],
]);

/** Name of a month → 1 to 12. */
export const MONTHS: ReadonlyMap<string, number> = buildMonths();

function buildMonths(): ReadonlyMap<string, number> {
  const months = new Map<string, number>();
  for (const line of NAMES) {
    line.split(' ').forEach((variants, at) => {
      for (const name of variants.split('/')) {
        const key = name.replaceAll('_', ' ').normalize('NFC');
        if (!months.has(key)) months.set(key, at + 1);
      }
    });
  }
  for (const [name, month] of DOUBTFUL) months.set(name, month);
  return months;
}

/** The month (1 to 12) that a word names in any of these languages; null where it names none. */
export function monthOf(word: string): number | null {
  return MONTHS.get(word.toLowerCase().normalize('NFC').replace(/\.$/, '')) ?? null;
}
