/**
 * Names of months and weekdays as the press of some sixty languages writes them (Unicode CLDR: long and short, as they
 * stand alone and inside a date), in lower case, without dots. Where one name means two months, the language with more
 * readers has it: `listopad` is the Poles' November, not the Croats' October.
 */
const MONTHS: readonly string[] = [
  'january jan januar janvier janv enero ene gennaio gen janeiro januari tammikuu tammi tammikuuta styczeń ' +
    'sty stycznia leden led ledna január januára siječanj sij siječnja јануар јан ianuarie ian ιανουαρίου ιαν ' +
    'январь января січень січ січня студзень сту студзеня януари јануари ocak oca jaanuar jaan janvāris sausis ' +
    'sausio janúar gener urtarrila urt xaneiro xan eanáir ean ionawr ion janar yanvar yan қаңтар қаң январ ' +
    'იანვარი იან հունվար հնվ հունվարի ינואר ינו׳ يناير ژانویه جنوری जनवरी जन॰ জানুয়ারি জানু ஜனவரி ஜன జనవరి జన ' +
    'ജനുവരി ജനു มกราคม มค januarie jannar januári янв',
  'february feb februar février febrero febbraio fevereiro fev februari helmikuu helmi helmikuuta luty lut ' +
    'lutego únor úno února február februára veljača velj veljače фебруар феб februarie febr φεβρουαρίου φεβ ' +
    'февраль февр февраля лютий лют лютого люты лютага февруари şubat şub veebruar veebr februāris vasaris ' +
    'vasario febrúar febrer otsaila ots febreiro feabhra feabh chwefror chw chwef shkurt shk fevral ақпан ақп ' +
    'феврал თებერვალი თებ փետրվար փտվ փետրվարի פברואר פבר׳ فبراير فوریه فروری फ़रवरी फ़र॰ ফেব্রুয়ারি ফেব ' +
    'பிப்ரவரி பிப் ఫిబ్రవరి ఫిబ్ర ഫെബ്രുവരി ഫെബ്രു กุมภาพันธ์ กพ frar fra pebrero peb februári févr фев',
  'march mar märz mars marzo março maart mrt marts maaliskuu maalis maaliskuuta marzec marca březen bře ' +
    'března marec ožujak ožu ožujka mart март martie március márc μαρτίου μαρ марта березень бер березня ' +
    'сакавік сак сакавіка märts kovas kovo març martxoa márta mawrth maw наурыз нау მარტი მარ մարտ մրտ մարտի ' +
    'מרץ مارس مارچ मार्च মার্চ மார்ச் மார் మార్చి മാർച്ച് മാർ maret mac มีนาคม มีค machi mäerz mäe marzu marso ' +
    'mrz mär мар',
  'april apr avril abril abr aprile huhtikuu huhti huhtikuuta kwiecień kwi kwietnia duben dub dubna apríl ' +
    'apríla travanj tra travnja април aprilie április ápr απριλίου απρ апрель апреля квітень квіт квітня ' +
    'красавік кра красавіка nisan nis aprill aprīlis balandis balandžio dabril dabr apirila api aibreán aib ' +
    'ebrill ebr prill pri aprel сәуір сәу апрел აპრილი აპრ ապրիլ ապր ապրիլի אפריל אפר׳ أبريل آوریل اپریل ' +
    'अप्रैल এপ্রিল এপ্রি ஏப்ரல் ஏப் ఏప్రిల్ ఏప్రి ഏപ്രിൽ ഏപ്രി เมษายน เมย aprili abrëll avr апр',
  'may mayo maggio mag maio mei maj toukokuu touko toukokuuta maja květen kvě května máj mája svibanj svi ' +
    'svibnja мај május μαΐου μαΐ май мая травень трав травня mayıs maijs gegužė gegužės maí maig maiatza ' +
    'bealtaine beal мамыр мам მაისი მაი մայիս մյս մայիսի מאי مايو مه مئی मई মে மே మే മേയ് พฤษภาคม พค mee mejju ' +
    'mej μαω μαι mai',
  'june jun juni juin junio giugno giu junho kesäkuu kesä kesäkuuta czerwiec cze czerwca červen čvn června ' +
    'jún júna junij lipanj lipnja јун iunie iun június ιουνίου ιουν июнь июня червень черв червня чэрвень чэр ' +
    'чэрвеня юни јуни haziran haz juuni jūnijs jūn birželis birželio júní juny ekaina eka xuño meitheamh meith ' +
    'mehefin meh qershor qer iyun iyn маусым мау ივნისი ივნ հունիս հնս հունիսի יוני يونيو ژوئن جون जून জুন ' +
    'ஜூன் జూన్ ജൂൺ มิถุนายน มิย junie ġunju ġun hunyo hun ιον июн',
  'july jul juli juillet julio luglio lug julho heinäkuu heinä heinäkuuta lipiec lipca červenec čvc července ' +
    'júl júla julij srpanj srpnja јул iulie iul július ιουλίου ιουλ июль июля липень лип липня ліпень ліп ' +
    'ліпеня юли јули temmuz tem juuli jūlijs jūl liepa liepos júlí juliol uztaila uzt xullo xul iúil ' +
    'gorffennaf gor gorff korrik korr iyul iyl шілде шіл ივლისი ივლ հուլիս հլս հուլիսի יולי يوليو ژوئیه جولائی ' +
    'जुलाई जुल॰ জুলাই জুল ஜூலை జులై ജൂലൈ julai กรกฎาคม กค julie lulju lul hulyo hul lip ιολ juil июл',
  'august aug août agosto ago augustus augusti elokuu elo elokuuta sierpień sie sierpnia srpen srpna augusta ' +
    'avgust avg kolovoz kol kolovoza август augusztus αυγούστου αυγ августа серпень серп серпня жнівень жні ' +
    'жніўня ağustos ağu augusts rugpjūtis rugpjūčio ágúst ágú agost ag dagost dag abuztua abu lúnasa lún awst ' +
    'gusht gush avqust avq тамыз там აგვისტო აგვ օգոստոս օգս օգոստոսի אוגוסט אוג׳ أغسطس اوت اگست अगस्त अग॰ ' +
    'আগস্ট আগ ஆகஸ்ட் ஆக ఆగస్టు ఆగ ഓഗസ്റ്റ് ഓഗ agustus agu ogos ogo สิงหาคม สค agosti awwissu aww srp авг',
  'september sep septembre septiembre settembre set setembro syyskuu syys syyskuuta wrzesień wrz września ' +
    'září zář septembra rujan ruj rujna septembar септембар сеп septembrie szeptember szept σεπτεμβρίου σεπ ' +
    'сентябрь сентября вересень вер вересня верасень верасня септември eylül eyl septembris rugsėjis rugsėjo ' +
    'setembre iraila ira mfómh medi shtator sht sentyabr sen қыркүйек қыр sentabr сентябр სექტემბერი სექ ' +
    'սեպտեմբեր սեպ սեպտեմբերի ספטמבר ספט׳ سبتمبر سپتامبر ستمبر सितंबर सित॰ সেপ্টেম্বর সেপ্ট সেপ செப்டம்பர் ' +
    'செப் సెప్టెంబర్ సెప్టెం സെപ്റ്റംബർ സെപ്റ്റം กันยายน กย septemba settembru setyembre sept sett сент сен',
  'october oct oktober octobre octubre ottobre ott outubro out lokakuu loka lokakuuta październik paź ' +
    'października říjen říj října október októbra oktobar октобар octombrie οκτωβρίου οκτ октябрь октября ' +
    'жовтень жовт жовтня кастрычнік кас кастрычніка октомври ekim eki oktoober oktobris spalis spalio doctubre ' +
    'doct urria urr dfómh hydref hyd tetor tet oktyabr қазан қаз oktabr октябр ოქტომბერი ოქტ հոկտեմբեր հոկ ' +
    'հոկտեմբերի אוקטובר אוק׳ أكتوبر اکتبر اکتوبر अक्टूबर अक्टू॰ অক্টোবর অক্টো அக்டோபர் அக் అక్టోబర్ అక్టో ' +
    'ഒക്‌ടോബർ ഒക്ടോ ตุลาคม ตค oktoba ottubru oktubre okt окт',
  'november nov novembre noviembre novembro marraskuu marras marraskuuta listopadu novembra studeni stu ' +
    'studenoga novembar новембар нов noiembrie νοεμβρίου νοε ноябрь ноября листопад лист листопада лістапад ' +
    'ліс лістапада ноември ное kasım kas novembris lapkritis lapkričio nóvember nóv azaroa aza samhain samh ' +
    'tachwedd tach nëntor nën noyabr noy қараша қар ноябр ნოემბერი ნოე նոյեմբեր նոյ նոյեմբերի נובמבר נוב׳ ' +
    'نوفمبر نوامبر نومبر नवंबर नव॰ নভেম্বর নভে நவம்பர் நவ నవంబర్ నవం നവംബർ നവം พฤศจิกายน พย novemba novembru ' +
    'nobyembre nob listopad listopada lis ноя нояб',
  'december dec dezember décembre diciembre dic dicembre dezembro desember des joulukuu joulu joulukuuta ' +
    'grudzień gru grudnia prosinec pro prosince decembra prosinac prosinca decembar децембар дец decembrie ' +
    'δεκεμβρίου δεκ декабрь декабря грудень груд грудня снежань сне снежня декември aralık ara detsember dets ' +
    'decembris gruodis gruodžio desembre abendua abe decembro nollaig noll rhagfyr rhag dhjetor dhj dekabr dek ' +
    'желтоқсан жел декабр დეკემბერი დეკ դեկտեմբեր դեկ դեկտեմբերի דצמבר דצמ׳ ديسمبر دسامبر دسمبر दिसंबर दिस॰ ' +
    'ডিসেম্বর ডিসে டிசம்பர் டிச డిసెంబర్ డిసెం ഡിസംബർ ഡിസം disember dis ธันวาคม ธค desemba diċembru diċ ' +
    'disyembre déc dez дек',
];

/** From Sunday on. */
const WEEKDAYS: readonly string[] = [
  'sunday sun sonntag so dimanche dim domingo dom domenica zondag zo söndag sön søndag søn sø sunnuntai ' +
    'sunnuntaina su niedziela niedz neděle ne nedeľa nedelja ned nedjelja недеља нед duminică dum vasárnap ' +
    'κυριακή κυρ воскресенье вс неділя нд нядзеля неделя недела pazar paz pühapäev svētdiena svētd sekmadienis ' +
    'sk sunnudagur diumenge dg igandea ig domhnaigh domh sul diel die жексенбі жс yakshanba yak жекшемби жек ' +
    'якшанбе яшб კვირა კვი կիրակի կիր ראשון א׳ الأحد یکشنبه اتوار रविवार रवि রবিবার রবি ஞாயிறு ஞாயி ఆదివారం ' +
    'ఆది ഞായറാഴ്‌ച ഞായർ minggu min ahad ahd chủ nhật cn วันอาทิตย์ อาทิตย์ jumapili sondag sonndeg son ħadd ' +
    'ħad linggo lin ням ня',
  'monday mon montag mo lundi lun lunes lunedì segunda seg maandag ma måndag mån mandag man må maanantai ' +
    'maanantaina poniedziałek pon pondělí po pondelok ponedeljek ponedjeljak понедељак пон ponedeljak luni ' +
    'hétfő δευτέρα δευ понедельник пн понеділок панядзелак понеделник pazartesi pzt esmaspäev pirmdiena pirmd ' +
    'pirmadienis pr mánudagur mán dilluns dl astelehena al luns luain luan llun hënë hën ertəsi be дүйсенбі дс ' +
    'dushanba dush дүйшөмбү дүй душанбе дшб ორშაბათი ორშ երկուշաբթի երկ שני ב׳ الاثنين دوشنبه پیر सोमवार सोम ' +
    'সোমবার সোম திங்கள் திங் సోమవారం సోమ തിങ്കളാഴ്‌ച തിങ്കൾ senin sen isnin isn hai วันจันทร์ จันทร์ jumatatu ' +
    'méindeg méi tnejn tne mánadagur даваа да',
  'tuesday tue dienstag di mardi mar martes martedì terça ter dinsdag tisdag tis tirsdag tirs tir tysdag tys ' +
    'ty tiistai tiistaina ti wtorek wt úterý út utorok ut torek tor utorak uto уторак уто marți kedd τρίτη τρί ' +
    'вторник вт вівторок аўторак аў вто salı sal teisipäev otrdiena otrd antradienis an þriðjudagur þri ' +
    'dimarts dt asteartea ar máirt mawrth maw martë ça сейсенбі сс seshanba sesh шейшемби шейш сешанбе сшб ' +
    'სამშაბათი სამ երեքշաբթի երք שלישי ג׳ الثلاثاء سه‌شنبه منگل मंगलवार मंगल মঙ্গলবার মঙ্গল செவ்வாய் செவ் ' +
    'మంగళవారం మంగళ ചൊവ്വാഴ്‌ച ചൊവ്വാഴ്ച ചൊവ്വ selasa sel ba วันอังคาร อังคาร jumanne dënschdeg dën tlieta tli ' +
    'týsdagur týs мягмар мя tues',
  'wednesday wed mittwoch mi mercredi mer miércoles mié mercoledì quarta qua woensdag wo onsdag ons on ' +
    'keskiviikko keskiviikkona ke środa śr středa st streda sreda sre srijeda sri среда сре miercuri mie ' +
    'szerda sze τετάρτη τετ ср середа серада сряда çarşamba çar kolmapäev trešdiena trešd trečiadienis tr ' +
    'miðvikudagur mið dimecres dc asteazkena az mércores mér céadaoin céad mercher mërkurë mër сәрсенбі ' +
    'chorshanba chor шаршемби шарш чоршанбе чшб ოთხშაბათი ოთხ չորեքշաբթի չրք רביעי ד׳ الأربعاء چهارشنبه بدھ ' +
    'बुधवार बुध বুধবার বুধ புதன் புத బుధవారం బుధ ബുധനാഴ്‌ച ബുധൻ rabu rab tư วันพุธ พุธ jumatano mëttwoch mët ' +
    'erbgħa erb mikudagur mik miyerkules miy лхагва лх weds',
  'thursday thu donnerstag do jeudi jeu jueves jue giovedì gio quinta qui donderdag torsdag tors to torstai ' +
    'torstaina czwartek czw čtvrtek čt štvrtok št četrtek čet četvrtak четвртак чет joi csütörtök cs πέμπτη ' +
    'πέμ четверг чт четвер чацвер чц четвъртък четврток perşembe per neljapäev ceturtdiena ceturtd ' +
    'ketvirtadienis kt fimmtudagur fim dijous dj osteguna og xoves xov déardaoin déar iau enjte enj ca ' +
    'бейсенбі бс payshanba pay бейшемби бейш панҷшанбе пшб ხუთშაბათი ხუთ հինգշաբթի հնգ חמישי ה׳ الخميس پنجشنبه ' +
    'جمعرات गुरुवार गुरु বৃহস্পতিবার বৃহস্পতি வியாழன் வியா గురువారం గురు വ്യാഴാഴ്‌ച വ്യാഴം kamis kam khamis ' +
    'kha năm วันพฤหัสบดี พฤหัส alhamisi donneschdeg don ħamis ħam hósdagur hós huwebes huw пүрэв пү thurs thur',
  'friday fri freitag fr vendredi ven viernes vie venerdì sexta sex vrijdag vr fredag fre perjantai ' +
    'perjantaina pe piątek pt pátek pá piatok pi petek pet petak петак пет vineri vin péntek παρασκευή παρ ' +
    'пятница пт пятниця пятніца петък петок cuma cum reede piektdiena piektd penktadienis pn föstudagur fös ' +
    'divendres dv ostirala or venres haoine aoine gwener gwe gwen premte pre жұма жм juma jum жума ҷумъа ҷмъ ' +
    'პარასკევი პარ ուրբաթ ուր שישי ו׳ الجمعة جمعه جمعہ शुक्रवार शुक्र শুক্রবার শুক্র வெள்ளி வெள் శుక్రవారం ' +
    'శుక్ర വെള്ളിയാഴ്‌ച വെള്ളി jumat jumaat sáu วันศุกร์ ศุกร์ ijumaa vrydag freideg ġimgħa ġim fríggjadagur ' +
    'frí biyernes biy баасан ба',
  'saturday sat samstag sa samedi sam sábado sáb sabato sab zaterdag za lördag lör lørdag lør laurdag lau la ' +
    'lauantai lauantaina sobota sob subota sub субота суб sâmbătă sâm szombat szo σάββατο σάβ суббота сб ' +
    'събота сабота саб cumartesi cmt laupäev sestdiena sestd šeštadienis laugardagur dissabte ds larunbata lr ' +
    'sathairn sath sadwrn sad shtunë sht şənbə сенбі shanba shan ишемби ишм шанбе шнб შაბათი შაბ շաբաթ շբթ שבת ' +
    'السبت شنبه ہفتہ शनिवार शनि শনিবার শনি சனி శనివారం శని ശനിയാഴ്‌ച ശനി sabtu bảy วันเสาร์ เสาร์ jumamosi ' +
    'saterdag samschdeg is sibt sib leygardagur ley sabado бямба бя',
];

function index(lists: readonly string[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [number, names] of lists.entries()) {
    for (const name of names.split(' ')) {
      found.set(name, number);
      if (!found.has(fold(name))) found.set(fold(name), number);
    }
  }
  return found;
}

/** Without accents: feeds write `fevr` and `Ιουλ` as well. */
function fold(name: string): string {
  return name.normalize('NFD').replace(/[\u0300-\u036f]/g, '');
}

let months: ReadonlyMap<string, number> | null = null;
let weekdays: ReadonlyMap<string, number> | null = null;

/** The month (0 to 11) that a word in lower case names, or null. */
export function monthOf(word: string): number | null {
  months ??= index(MONTHS);
  return months.get(word) ?? months.get(fold(word)) ?? null;
}

/** The weekday (0 = Sunday) that a word in lower case names, or null. */
export function weekdayOf(word: string): number | null {
  weekdays ??= index(WEEKDAYS);
  return weekdays.get(word) ?? weekdays.get(fold(word)) ?? null;
}
