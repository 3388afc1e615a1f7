import { irregular } from './form.ts';
import { nordic } from './nordic.ts';

export const SWEDISH = nordic(
  'sv',
  'a e t s n en et an or ar er na arna erna orna ens ets ans ors ars ers nas arnas ernas ornas at',
  irregular(
    `man mannen mans mannens man mannens; barn barnet barnen barns; land landet lander landerna lands landets;
    stad staden stader staderna; hand handen hander handerna; bok boken bocker bockerna; natt natten natter;
    son sonen soner; fader fadern; ar aret aren ars arets; oga ogat ogon ogonen; museum museet museer museerna`,
    'och att det som den har inte men var kan ska efter under over mot alla andra usa nato inom utan sedan',
  ),
);
