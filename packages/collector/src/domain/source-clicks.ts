import type { ClickIds } from '@headwater/contract';

/** What a click id says: whose it is, and the medium where it proves that the click was paid for. */
export type ClickClue = { parameter: string; source: string; medium: 'cpc' | null };

/** In the order of what they prove: only the first four are never found on unpaid links. */
const clues: readonly ClickClue[] = [
  ...clicks('google', 'cpc', 'gclid', 'gbraid', 'wbraid'),
  ...clicks('bing', 'cpc', 'msclkid'),
  ...clicks('google', null, 'dclid', 'gclsrc', 'gad_source', 'gad_campaignid', 'srsltid'),
  ...clicks('instagram', null, 'igshid', 'igsh'),
  ...clicks('facebook', null, 'fbclid'),
  ...clicks('linkedin', null, 'li_fat_id'),
  ...clicks('tiktok', null, 'ttclid'),
  ...clicks('x', null, 'twclid'),
  ...clicks('reddit', null, 'rdt_cid'),
  ...clicks('pinterest', null, 'epik'),
  ...clicks('snapchat', null, 'sccid'),
  ...clicks('quora', null, 'qclid'),
  ...clicks('yandex', null, 'yclid', 'ymclid', 'ysclid'),
  ...clicks('impact', null, 'irclickid', 'irclid'),
  ...clicks('kochava', null, 'ko_click_id'),
  ...clicks('klaviyo', null, '_kx'),
  ...clicks('mailchimp', null, 'mc_cid'),
  ...clicks('outbrain', null, 'ob_click_id', 'obclid'),
  ...clicks('taboola', null, 'tblci'),
  ...clicks('matomo', null, 'mtm_clid'),
  ...clicks('dub', null, 'dub_id'),
  ...clicks('hubspot', null, '_hsenc'),
];

/** The strongest clue among the click ids, null where none is known. */
export function clickClue(click: ClickIds): ClickClue | null {
  if (Object.keys(click).length === 0) return null;
  return clues.find(({ parameter }) => Object.hasOwn(click, parameter) && click[parameter] !== '') ?? null;
}

function clicks(source: string, medium: 'cpc' | null, ...parameters: string[]): ClickClue[] {
  return parameters.map((parameter) => ({ parameter, source, medium }));
}
