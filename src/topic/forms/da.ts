import { irregular } from './form.ts';
import { nordic } from './nordic.ts';

export const DANISH = nordic(
  'da',
  'e t s r n en et er ene erne ne ens ets ers enes ernes',
  irregular(
    `mand manden maend maendene mands; barn barnet born bornene; land landet lande landene lands landets;
    by byen byer byerne; hand handen haender; bog bogen boger; ar aret arene`,
    'og at det som den har ikke men var kan skal efter under over mod alle andre usa nato uden siden',
  ),
);
