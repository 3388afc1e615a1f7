import { irregular } from './form.ts';
import { nordic } from './nordic.ts';

export const NORWEGIAN = nordic(
  'no',
  'e a t s r n en et er ene ne ens ets ers enes as',
  irregular(
    `mann mannen menn mennene manns; barn barnet barna; land landet landene lands landets;
    by byen byer byene; hand handen hender; bok boken boka boker bokene; ar aret arene`,
    'og at det som den har ikke men var kan skal etter under over mot alle andre usa nato uten siden',
  ),
);
