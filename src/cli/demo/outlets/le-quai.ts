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

Dans les couloirs, on se passait une autre liste, plus courte : celle des interprètes qui n’avaient pas dîné. À une heure, un ambassadeur a fait livrer des frites. La facture, précise-t-on au protocole, a été partagée en vingt-sept, et c’est le seul point de l’ordre du jour qui n’ait donné lieu à aucune réserve.

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

Au café des Supporters, où l’on regarde tous les matchs debout depuis 1994, le patron a encadré l’embouchure du tuba. Un groupe de jeunes a lancé une collecte ; elle atteint déjà 1 800 euros, dont un billet de vingt glissé par un policier en civil qui ne voulait pas de reçu. La fanfare, elle, a promis d’être là dimanche, avec un euphonium emprunté et un parapluie.

Le maire, abonné de longue date, s’est refusé à tout commentaire, « sauf sur le parapluie ».

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

Chaque printemps, la maison organise une lecture à voix haute. Les invités lisent une page dans leur langue, sans traduction, devant un public qui ne comprend pas. L’an dernier, une vieille dame venue des îles Féroé a lu une recette de soupe ; on l’a écoutée dans un silence complet, puis quelqu’un a demandé s’il fallait vraiment autant de sel. Tout le monde a ri, et personne n’a su dire comment il avait compris.

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

Restent les usagers. Sur le quai aux Vins, où nous en avons interrogé une vingtaine, la plupart jurent qu’ils se garent « au millimètre ». Une étudiante reconnaît avoir laissé la sienne devant une boulangerie, un matin, à cause de l’odeur. Elle est prête à payer la moitié.

Un retraité, qui marche avec une canne, propose une autre règle : que chaque loueur passe une heure par an, un bandeau sur les yeux, sur le trottoir qu’il a choisi.

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

Les salaires suivent. Un débutant gagne ici un tiers de plus qu’à la capitale, et reçoit en prime des bottes. Les anciens de la criée, qui viennent encore boire leur café au rez-de-chaussée, regardent passer les dossiers avec curiosité. « De mon temps », dit l’un d’eux, « on savait si le poisson était bon en le regardant dans l’œil. Eux, ils regardent le papier, et le poisson attend. »

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

Dans un port qu’elles ne nomment pas, les deux chercheuses ont passé trois semaines à la fenêtre d’un hôtel, à compter les camions. Le gardien les prenait pour des ornithologues et leur signalait les mouettes. C’est lui qui, un matin, leur a appris que les plaques d’immatriculation changeaient la nuit, dans la cour d’une station-service, « comme les draps ».

Elles ont laissé au gardien, en partant, un guide des oiseaux de mer. Il leur écrit encore, une fois par mois, pour signaler ce qui passe et dans quel sens.

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
