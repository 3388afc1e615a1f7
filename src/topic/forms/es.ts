import { irregular } from './form.ts';
import { inflection } from './romance.ts';

const IRREGULAR = irregular(
  `pais paises; mes meses; rey reyes; ley leyes; buen bueno buena buenos buenas; gran grande grandes;
  primer primero primera primeros primeras; tercer tercero tercera terceros terceras; mal malo mala malos malas;
  algun alguno alguna algunos algunas; ningun ninguno ninguna; santo santa san santos santas;
  nuevo nueva nuevos nuevas; otro otra otros otras; mucho mucha muchos muchas; poco poca pocos pocas;
  alto alta altos altas; bajo baja bajos bajas; rojo roja rojos rojas; negro negra negros negras;
  blanco blanca blancos blancas; ruso rusa rusos rusas; chino china chinos chinas; sueco sueca suecos suecas;
  griego griega griegos griegas; turco turca turcos turcas; polaco polaca polacos polacas; vasco vasca vascos vascas;
  bielorruso bielorrusa bielorrusos bielorrusas; segundo segunda segundos segundas; largo larga largos largas;
  corto corta cortos cortas; viejo vieja viejos viejas; pequeno pequena pequenos pequenas; todo toda todos todas;
  extranjero extranjera extranjeros extranjeras; ministro ministros; ministra ministras; presidente presidentes;
  propio propia propios propias; unico unica unicos unicas; joven jovenes; orden ordenes; imagen imagenes; crimen crimenes`,
  'crisis analisis tesis lunes martes miercoles jueves viernes virus pais mas dos tres seis despues antes menos entonces paris ' +
    'bruselas campus atlas gas dios bus tenis entre les las los nos ellas ellos francos estas este esta estos',
);

function singulars(word: string): readonly string[] {
  if (word.length < 4 || !word.endsWith('s')) return [word];
  if (word.endsWith('ces')) return [`${word.slice(0, -3)}z`, word.slice(0, -1)];
  if (/(?:[^aeiou]|ey|oy)es$/.test(word)) return [word.slice(0, -2), word.slice(0, -1), word];
  if (/[aeo]s$/.test(word)) return [word.slice(0, -1)];
  return word.endsWith('ies') || word.endsWith('ues') ? [word.slice(0, -2)] : [word];
}

const GENDERED = /(?:[ie]c|iv|os|ian|ean|an|en|in|ad|id|ari|ori|er|e|uch|ist|ol|es|dor|tor|sor|[^aeiou]t)[oa]$/;
/** Nouns that only look like it: puerto is no form of puerta. */
const NOUNS = new Set(
  (
    'acera acero acta acto acuerdo agosto apuesta arena banca banco banda bando bebida bolsa bolso canto carta ' +
    'carto casa caso cena cento cera cero cinta cinto comida comido cosa coso costa costo cuarta cuarto cuenta ' +
    'cuento cuidado dinero encuesta enero entrada entrado estado febrero fiesta fonda fondo forma fruta fruto ' +
    'fuera fuero gasto herida herido hora impuesto jornada libra libro lista listo llamada llegada manta manto ' +
    'manzana manzano marca marco medida medido mercado mesa meso moda modo momento muerta muerto norma parta ' +
    'partida partido parto pasa paso pena pera pesa peso planta planto plata plataforma plato propuesta ' +
    'protesta puerta puerto puesta puesto punta punto rama ramo rata rato respuesta resta resto resultado ' +
    'retirada retirado rosa roso rostro salida salido suela suelo tarifa texto tratado vasa vaso venta vento ' +
    'vida viento vista visto'
  ).split(' '),
);

/** ruso rusa, español española, inglés inglesa: words in -o and -a of these kinds are one adjective. */
function adjective(singular: string): string | null {
  if (NOUNS.has(singular)) return null;
  if (GENDERED.test(singular) && singular.length > 4) return singular.slice(0, -1);
  return /(?:dor|tor|sor|ol|es)$/.test(singular) && singular.length > 4 ? singular : null;
}

export const SPANISH = inflection({ lang: 'es', irregular: IRREGULAR, singulars, adjective });
