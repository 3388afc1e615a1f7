/**
 * Paradigms from the grammars of eight languages: a lemma and its inflected forms a line, nouns, names and adjectives as
 * topics of news have them. Case, number, gender and definiteness only. Compound words and derivations are `traps` below.
 */
export const PARADIGMS: Readonly<Record<string, string>> = {
  en: `
    sanction sanctions; country countries; city cities; army armies; embassy embassies; treaty treaties; ally allies; enemy enemies;
    election elections; minister ministers; missile missiles; weapon weapons; church churches; box boxes; crash crashes; tax taxes;
    bus buses; virus viruses; campus campuses; gas gases; loss losses; glass glasses; child children; man men; woman women;
    person people; foot feet; tooth teeth; wife wives; life lives; knife knives; wolf wolves; thief thieves; crisis crises;
    analysis analyses; hypothesis hypotheses; criterion criteria; phenomenon phenomena; hero heroes; potato potatoes; veto vetoes;
    embargo embargoes; house houses; horse horses; case cases; disease diseases; response responses; license licenses; size sizes;
    prize prizes; boy boys; day days; journey journeys; movie movies; base bases; data datum; pipeline pipelines; refugee refugees;
    tie ties; index indices; euro euros; photo photos; chief chiefs; roof roofs; cause causes; clause clauses`,
  de: `
    Sanktion Sanktionen; Haus Hauses Häuser Häusern; Land Landes Länder Ländern; Regierung Regierungen; Wahl Wahlen; Krieg Krieges Kriege Kriegen;
    Minister Ministers Ministern; Präsident Präsidenten; Staat Staates Staaten; Stadt Städte Städten; Krise Krisen; Waffe Waffen;
    Grenze Grenzen; Vertrag Vertrages Vertrags Verträge Verträgen; Gesetz Gesetzes Gesetze Gesetzen; Kind Kindes Kinder Kindern;
    Mann Mannes Männer Männern; Frau Frauen; Buch Buches Bücher Büchern; Amt Amtes Ämter Ämtern; Partei Parteien; Abkommen Abkommens;
    Bericht Berichtes Berichte Berichten; Rakete Raketen; Angriff Angriffs Angriffe Angriffen; Soldat Soldaten; Gericht Gerichts Gerichte Gerichten;
    Unternehmen Unternehmens; Virus Viren; Museum Museums Museen; Thema Themen; Firma Firmen; Konto Kontos Konten; Zentrum Zentren;
    Ergebnis Ergebnisse Ergebnissen; Name Namens Namen; Europäer Europäers Europäern; Rat Rates Räte Räten; Ministerin Ministerinnen;
    europäisch europäische europäischen europäischer europäisches europäischem; deutsch deutsche deutschen deutscher deutsches;
    neu neue neuen neuer neues neuem; politisch politische politischen politischer; militärisch militärische militärischen;
    öffentlich öffentliche öffentlichen öffentlicher; russisch russische russischen russischer; Entscheidung Entscheidungen`,
  fr: `
    élection élections; sanction sanctions; pays; gouvernement gouvernements; ministre ministres; président présidents; armée armées;
    travail travaux; journal journaux; général généraux; cheval chevaux; bateau bateaux; eau eaux; jeu jeux; lieu lieux; feu feux;
    loi lois; roi rois; voix; prix; œil yeux; monsieur messieurs; guerre guerres; frontière frontières; missile missiles; accord accords;
    européen européens européenne européennes; national nationaux nationale nationales; international internationaux internationale internationales;
    actif actifs active actives; heureux heureuse heureuses; premier première premiers premières; nouveau nouvel nouvelle nouveaux nouvelles;
    beau bel belle beaux belles; français française françaises; russe russes; ukrainien ukrainienne ukrainiens ukrainiennes;
    militaire militaires; politique politiques; social sociaux sociale sociales; grand grande grands grandes; petit petite petits petites;
    public publique publics publiques; important importante importants importantes; récent récente récents récentes;
    américain américaine américains américaines; chinois chinoise chinoises; réseau réseaux; hôpital hôpitaux; crise crises; canal canaux`,
  es: `
    elección elecciones; sanción sanciones; país países; gobierno gobiernos; ministro ministros; ministra ministras; presidente presidentes;
    ley leyes; rey reyes; voz voces; juez jueces; luz luces; mes meses; crisis; guerra guerras; frontera fronteras; acuerdo acuerdos;
    misil misiles; ejército ejércitos; ciudad ciudades; universidad universidades; reunión reuniones; nación naciones; partido partidos;
    seguridad seguridades; mujer mujeres; hombre hombres; niño niños; joven jóvenes; imagen imágenes; orden órdenes; virus; análisis;
    europeo europea europeos europeas; ruso rusa rusos rusas; español española españoles españolas; inglés inglesa ingleses inglesas;
    francés francesa franceses francesas; nuevo nueva nuevos nuevas; político política políticos políticas; económico económica económicos económicas;
    americano americana americanos americanas; público pública públicos públicas; nacional nacionales; militar militares; grande grandes;
    bielorruso bielorrusa bielorrusos bielorrusas; ucraniano ucraniana ucranianos ucranianas; chino china chinos chinas; alto alta altos altas`,
  ru: `
    Беларусь Беларуси Беларусью; Россия России Россию Россией; Украина Украины Украине Украину Украиной; Минск Минска Минску Минском Минске;
    Казахстан Казахстана Казахстану Казахстаном Казахстане; Москва Москвы Москве Москву Москвой; Путин Путина Путину Путиным Путине;
    санкция санкции санкцию санкцией санкций санкциям санкциями санкциях; безопасность безопасности безопасностью;
    страна страны стране страну страной стран странам странами странах; война войны войне войну войной войн войнам войнами войнах;
    выборы выборов выборам выборами выборах; президент президента президенту президентом президенте президенты президентов президентам;
    министр министра министру министром министре министры министров; человек человека людей людям людьми люди; год года году годом годы лет годов;
    договор договора договору договором договоре договоры договоров договорами; армия армии армию армией армий армиям;
    рынок рынка рынку рынком рынке рынки рынков рынкам; день дня дню днем дни дней дням; время времени временем времена времен;
    город города городу городом городе городов городам; ракета ракеты ракете ракету ракетой ракет ракетам ракетами;
    здание здания зданию зданием здании зданий зданиям зданиями; семья семьи семье семью семьей семей семьям; письмо письма письму письмом письме писем письмам;
    граница границы границе границу границей границ границам; украинец украинца украинцу украинцем украинцы украинцев украинцам;
    гражданин гражданина гражданину гражданином граждане граждан гражданам; статья статьи статье статью статьей статей статьям;
    герой героя герою героем герои героев героям; суд суда суду судом суде суды судов судам; нефть нефти нефтью;
    европейский европейская европейское европейские европейского европейской европейскому европейским европейских европейскую европейскими;
    новый новая новое новые нового новой новому новым новых новую новыми; белорусский белорусская белорусского белорусских белорусским белорусской;
    военный военная военные военного военных военному военными; главный главная главного главных главным; парламент парламента парламенту парламентом парламенте`,
  uk: `
    Білорусь Білорусі Білоруссю; Україна України Україні Україну Україною; Київ Києва Києву Києвом Києві; Львів Львова Львову Львовом Львові;
    Харків Харкова Харкову Харковом Харкові; Росія Росії Росію Росією; Америка Америки Америці Америку Америкою; Польща Польщі Польщу Польщею;
    санкція санкції санкцію санкцією санкцій санкціям санкціями санкціях; безпека безпеки безпеці безпеку безпекою;
    незалежність незалежності незалежністю; війна війни війні війну війною воєн війнам; країна країни країні країну країною країн країнам країнами;
    президент президента президенту президентом президенти президентів; міністр міністра міністру міністром міністри міністрів;
    вибори виборів виборам виборами виборах; людина людини людині людину людиною люди людей людям; рік року році роком роки років рокам;
    допомога допомоги допомозі допомогу допомогою; армія армії армію армією армій; ракета ракети ракеті ракету ракетою ракет ракетами;
    кордон кордону кордоном кордоні кордони кордонів; договір договору договором договорі договори договорів; область області областю областей областям;
    українець українця українцю українцем українці українців українцям; європеєць європейця європейці європейців; знання знань знанням знаннями;
    уряд уряду урядом уряді уряди урядів; місто міста місту містом місті міст містам; суд суду судом суді суди судів; закон закону законом законі закони законів;
    європейський європейська європейське європейські європейського європейської європейському європейським європейських європейську;
    новий нова нове нові нового нової новому новим нових нову; державний державна державне державні державного державної державних;
    військовий військова військові військового військових військовим; головний головна головного головних; парламент парламенту парламентом парламенті`,
  be: `
    Беларусь Беларусі Беларуссю; Расія Расіі Расію Расіяй; Украіна Украіны Украіне Украіну Украінай; Мінск Мінска Мінску Мінскам;
    Польшча Польшчы Польшчу Польшчай; Літва Літвы Літве Літву Літвой; санкцыя санкцыі санкцыю санкцыяй санкцый санкцыям санкцыямі санкцыях;
    бяспека бяспекі бяспецы бяспеку бяспекай; незалежнасць незалежнасці незалежнасцю; вайна вайны вайне вайну вайной;
    краіна краіны краіне краіну краінай краін краінам краінамі; прэзідэнт прэзідэнта прэзідэнту прэзідэнтам прэзідэнце прэзідэнты прэзідэнтаў;
    міністр міністра міністру міністрам міністры міністраў; выбары выбараў выбарам выбарамі выбарах; чалавек чалавека людзі людзей людзям;
    год года году годам годзе гады гадоў гадам; улада улады уладзе уладу уладай улад уладам; дарога дарогі дарозе дарогу дарогай дарог;
    мова мовы мове мову мовай моў мовам; газета газеты газеце газету газетай газет; парламент парламента парламенту парламентам парламенце;
    горад горада гораду горадам горадзе гарады гарадоў гарадам; вёска вёскі вёсцы вёску вёскай вёсак вёскам; мяжа мяжы мяжу мяжой;
    армія арміі армію арміяй армій; суд суда суду судом судзе суды судоў; закон закона закону законам законе законы законаў;
    украінец украінца украінцу украінцам украінцы украінцаў; еўрапеец еўрапейца еўрапейцы еўрапейцаў; дзень дня дню дні дзён дням;
    еўрапейскі еўрапейская еўрапейскае еўрапейскія еўрапейскага еўрапейскай еўрапейскаму еўрапейскім еўрапейскіх еўрапейскую;
    новы новая новае новыя новага новай новаму новым новых новую; беларускі беларуская беларускага беларускай беларускіх беларускія;
    дзяржаўны дзяржаўная дзяржаўнага дзяржаўнай дзяржаўных дзяржаўныя; галоўны галоўная галоўнага галоўных; ваенны ваенная ваеннага ваенных ваенныя`,
  pl: `
    Białoruś Białorusi Białorusią; Polska Polski Polsce Polskę Polską; Rosja Rosji Rosję Rosją; Ukraina Ukrainy Ukrainie Ukrainę Ukrainą;
    Niemcy Niemiec Niemcom Niemcami Niemczech; Kraków Krakowa Krakowowi Krakowem Krakowie; Warszawa Warszawy Warszawie Warszawę Warszawą;
    sankcja sankcji sankcję sankcją sankcje sankcjom sankcjami sankcjach; bezpieczeństwo bezpieczeństwa bezpieczeństwu bezpieczeństwem bezpieczeństwie;
    wojna wojny wojnie wojnę wojną wojen wojnom wojnami; wybory wyborów wyborom wyborami wyborach; kraj kraju krajem kraje krajów krajom krajami krajach;
    prezydent prezydenta prezydentowi prezydentem prezydencie prezydenci prezydentów; minister ministra ministrowi ministrem ministrze ministrowie ministrów;
    rząd rządu rządowi rządem rządzie rządy rządów; droga drogi drodze drogę drogą drogom drogami; człowiek człowieka ludzie ludzi ludziom ludźmi;
    rok roku rokiem lata lat latach; państwo państwa państwu państwem państwie państw państwom; miasto miasta miastu miastem mieście miast miastom;
    rynek rynku rynkiem rynki rynków rynkom; granica granicy granicę granicą granice granicom; umowa umowy umowie umowę umową umów umowom;
    rakieta rakiety rakiecie rakietę rakietą rakiet rakietom; ustawa ustawy ustawie ustawę ustawą ustaw ustawom; partia partii partię partią partie partiom;
    sąd sądu sądem sądzie sądy sądów; armia armii armię armią armie; dziecko dziecka dziecku dzieci dzieciom dziećmi; żołnierz żołnierza żołnierze żołnierzy żołnierzom;
    Europejczyk Europejczyka Europejczykowi Europejczykiem Europejczycy Europejczyków; wojsko wojska wojsku wojskiem wojsk wojskom;
    europejski europejska europejskie europejskiego europejskiej europejskiemu europejskim europejskich europejscy;
    nowy nowa nowe nowego nowej nowemu nowym nowych; polski polskiego polskiej polskich polskim; wojskowy wojskowa wojskowe wojskowego wojskowych;
    główny główna główne głównego głównej głównych; międzynarodowy międzynarodowa międzynarodowe międzynarodowego międzynarodowych`,
};

/** Words that look alike and must stay apart: derivations, other lemmas. */
export const TRAPS: Readonly<Record<string, string>> = {
  en: 'university universe; organization organ; international internal; new news; general generous; Belarus Belaru; policy police; arms arm; custom customs; politics politic; community commune; lens len; mars mar; texas texa; economy economist; nation national; war ward',
  de: 'Wahl Wähler; Sicherheit Sicherheitspolitik; Politik Politiker; Arbeit Arbeiter; Waren war; Land Landung; Stadt Staat; Partei Partner; Kirche Kirsche; Minister Ministerin; Bund Bündnis',
  fr: 'police politique; organe organisation; port porte; nation national; police polir; cour course; général génération; armée arme; état étape; pari Paris; parti partie; mode modèle',
  es: 'casa caso; puerto puerta; banco banca; policía política; nación nacional; cuento cuenta; libro libra; seguro seguridad; partido partida; carta cartel; mercado mercader; punto punta',
  ru: 'страна странный; право правый; европейский безопасный; безопасность безопасный; Беларусь белорусский; мир мирный; завод заводить; банк банкир; партия партнер; россиянин российский; человек человечность; совет советский',
  uk: 'право правий; безпека безпечний; Білорусь білоруський; країна крайній; мир мирний; рада радість; закон законний; війна військо; партія партнер; воля вольність; місто місцевий; сила сильний',
  be: 'бяспека бяспечны; Беларусь беларускі; мір мірны; закон законны; рада радасць; вайна вайсковы; партыя партнёр; краіна крайні; горад гарадскі; сіла сільны; воля вольнасць',
  pl: 'bezpieczeństwo bezpieczny; Białoruś białoruski; wojna wojsko; pokój pokojowy; partia partner; rada radość; kraj krajowy; Rosja rosyjski; prawda prawo; siła silny; państwo pański',
};
