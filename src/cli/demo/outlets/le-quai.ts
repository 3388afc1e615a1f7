import { leQuaiPage } from '../pages/le-quai.ts';
import type { Outlet, Piece } from '../outlet.ts';

const PIECES: readonly Piece[] = [
  {
    slug: 'international/un-nouveau-train-de-mesures',
    title: 'Bruxelles adopte un nouveau train de mesures, non sans retard',
    standfirst: 'Onze heures de réunion pour une liste de quarante noms, dont trois mal orthographiés.',
    by: ['Solène Kervadec'],
    section: 'International',
    tags: ['Bruxelles', 'diplomatie'],
    when: 'live',
    topics: ['sanctions-ue', 'belarus'],
    text: `
Il était presque trois heures du matin lorsque les ambassadeurs se sont mis d’accord. L’Union européenne étend ses sanctions à quarante personnes et à sept entreprises, principalement des transporteurs qui, selon le texte, « changent de nom plus souvent que de camions ».

Parmi les sociétés visées, quatre sont établies au Bélarus, deux à Chypre et une dans un appartement de Lille dont le locataire dit n’être au courant de rien. La liste complète sera publiée vendredi au Journal officiel.

> « Nous avons passé plus de temps sur l’orthographe que sur le fond », confie un diplomate. « Un nom mal écrit, et c’est un boulanger de Gand qui ne peut plus payer sa farine. »

## Ce qui change pour les ports

Les capitaineries devront désormais vérifier le propriétaire réel de chaque navire avant de lui attribuer un quai. Au Havre, on s’y prépare depuis l’été : deux agents ont été formés, un troisième apprend le grec.

[read] À lire aussi : Sécurité européenne, le grand malentendu

Trois États ont obtenu un délai. Le texte entre en vigueur dans six semaines, le temps, dit-on à Bruxelles, que les intéressés aient fini de déménager.
`,
  },
  {
    slug: 'sport/le-club-attend-la-decision',
    title: 'Le club attend la décision de la commission',
    by: ['Yann Le Goff'],
    section: 'Sport',
    tags: ['football'],
    when: 'live',
    topics: [],
    text: `
Trois matchs à huis clos, un retrait de points avec sursis : les sanctions que redoute le club seront connues mardi. Le président, qui a plaidé deux heures devant la commission, en est sorti avec une extinction de voix et un sandwich.

À l’origine de l’affaire, un fumigène lancé depuis la tribune nord et tombé, au terme d’une trajectoire que les experts qualifient d’inattendue, dans le tuba de la fanfare. Personne n’a été blessé. Le tuba est hors d’usage.

> « On parle de football, pas d’une guerre », répète l’entraîneur, Marc Tanguy. « Le tuba, on le remplacera. »

## Un joueur retenu à la frontière

Autre souci, l’attaquant Milan Petrić n’a toujours pas son permis de travail. Recruté hors de l’Union européenne, il attend depuis août un tampon que deux préfectures se renvoient. Il s’entraîne seul, sur la plage, avec un chien qui défend bien.

La prochaine rencontre aura lieu dimanche, devant des sièges vides ou pleins. Les abonnés ont reçu un message leur demandant de venir quand même, et de chanter depuis le parking.
`,
  },
  {
    slug: 'culture/la-bibliotheque-des-langues-rares',
    title: 'La bibliothèque où l’on parle quarante langues',
    by: ['Solène Kervadec'],
    section: 'Culture',
    tags: ['livres', 'langues'],
    when: 'live',
    topics: [],
    text: `
On y entre par une cour, et l’on n’y trouve d’abord que des chats. Derrière la troisième porte commence une bibliothèque de onze mille volumes dont la moitié, dit sa directrice, ne seront jamais lus que par trois ou quatre personnes, mais très attentivement.

Fondée en 1947 par un relieur venu de Biélorussie, la maison collectionne ce que les autres refusent : grammaires de langues sans État, almanachs, livres de cuisine, un manuel de plongée en féroïen.

> « Un livre qu’on ne demande pas n’est pas un livre mort », explique Jeanne Abgrall, qui dirige les lieux depuis dix ans. « C’est un livre qui a de la patience. »

## Le fichier du fondateur

Le relieur avait tout classé à sa manière, par couleur de reliure. Il a fallu six ans pour refaire le catalogue, et l’on découvre encore, derrière un atlas, une pièce de théâtre que l’on croyait perdue.

[read] À lire aussi : Bélarus, les éditeurs de l’ombre

La bibliothèque est ouverte le mardi et le jeudi. On peut apporter son déjeuner, à condition d’en laisser un peu aux chats.
`,
  },
  {
    slug: 'economie/des-amendes-pour-les-trottinettes',
    title: 'Trottinettes : la mairie durcit le ton',
    by: ['Yann Le Goff'],
    section: 'Économie',
    tags: ['ville', 'transports'],
    when: { hoursAgo: 4 },
    topics: [],
    text: `
À partir du mois prochain, une trottinette abandonnée au milieu d’un trottoir coûtera 49 euros à celui qui l’a louée, et le double s’il recommence. Le conseil municipal a adopté lundi un barème de sanctions qui tient sur une page, ce dont l’adjointe aux transports se dit assez fière.

L’an dernier, les services de la ville ont ramassé 3 112 engins, dont quarante dans le bassin à flot. Les opérateurs, au nombre de deux, affirment que leurs clients se garent bien et que ce sont les passants qui les déplacent.

> « J’en ai retrouvé une dans un arbre », raconte un agent de la voirie. « Je ne sais pas comment se gare un passant. »

[box]

## Des places peintes au sol

La ville promet trois cents emplacements avant Pâques. Ils seront peints en vert, couleur que les daltoniens, a fait remarquer une élue, ne distinguent pas du bitume mouillé. On étudie le jaune.

[read] À lire aussi : Sanctions de l’Union européenne, qui paie la facture ?

Les recettes iront à la réfection des trottoirs. Il en faudrait, a calculé l’opposition, environ deux cent mille amendes.
`,
  },
  {
    slug: 'economie/les-armateurs-cherchent-un-juriste',
    title: 'Les armateurs cherchent des juristes, et les juristes cherchent la mer',
    by: ['Maud Riou'],
    section: 'Économie',
    tags: ['armateurs', 'droit'],
    when: 'live',
    topics: ['sanctions-ue'],
    text: `
Sur le port de Saint-Nazaire, le métier le plus demandé ne se pratique ni avec un chalumeau ni avec une grue. Il consiste à lire des listes. Depuis que les sanctions se succèdent, chaque compagnie veut quelqu’un qui sache dire, avant midi, si tel cargo peut être chargé.

Ils sont une douzaine à s’être installés dans l’ancienne criée. La plupart viennent de Paris et découvrent les marées ; l’un d’eux a garé sa voiture sur la cale, une fois.

> « Il y a le droit de la mer, le droit de l’Union européenne et le droit du capitaine », résume Me Aurore Penven. « Le troisième est le plus ancien, et il crie. »

## Une erreur à deux millions

L’an passé, une cargaison de contreplaqué est restée neuf semaines à quai parce que le vendeur portait le même nom qu’un ministre. Les frais ont dépassé deux millions d’euros. Le vendeur, un menuisier, a envoyé des excuses et une chaise.

[photo] L’ancienne criée, côté bassin | Crédit : M. Riou

Une formation ouvrira en janvier à Nantes, avec trente places. Au programme : douanes, transport, anglais et, le vendredi, une sortie en mer, obligatoire.
`,
  },
  {
    slug: 'international/un-an-apres-la-liste',
    title: 'Un an après, ce que la liste a changé',
    by: ['Solène Kervadec'],
    section: 'International',
    tags: ['diplomatie'],
    when: { hoursAgo: 120 },
    topics: ['sanctions-ue'],
    text: `
Il y a un an, l’Union européenne inscrivait vingt-six négociants sur une liste qu’elle disait définitive. Elle a été modifiée neuf fois depuis. Dix-neuf des intéressés y figurent encore, quatre en sont sortis, trois sont morts, dont un dans un hôtel où il n’aurait pas dû se trouver.

Pour mesurer l’effet des sanctions, deux économistes ont suivi non pas l’argent, qui se cache, mais le bois, qui est encombrant. Leurs photographies de parcs à grumes montrent des piles qui baissent lentement, puis remontent un peu plus loin, de l’autre côté d’une frontière.

> « Le commerce est comme l’eau », dit l’une des deux, Hélène Brossard. « On peut lui demander de faire un détour. Il arrive fatigué, mais il arrive. »

## Les détours coûtent

C’est ce détour qui compte, assurent-ils : il renchérit la tonne d’un cinquième. À ce prix, le contreplaqué de bouleau n’est plus rentable, et les usines ferment le vendredi.

La liste sera revue en mars. Personne, à Bruxelles, ne parle plus d’une liste définitive.
`,
  },
];

export const LE_QUAI: Outlet = {
  host: 'le-quai.localhost',
  name: 'Le Quai',
  lang: 'fr',
  about: 'Le journal des ports et du monde.',
  zone: 60,
  robots: 'User-agent: *\nDisallow: /recherche\n',
  feeds: [{ path: '/flux.json', title: 'Le Quai', format: 'json' }],
  pieces: PIECES,
  page: leQuaiPage,
};
