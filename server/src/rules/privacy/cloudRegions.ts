/** In which country the data centres of cloud regions stand, and which countries make up a larger region. */

/** Country (ISO 3166) → region codes of the large clouds. */
const regionsByCountry: Readonly<Record<string, string>> = {
  AE: 'me-central-1 uaenorth uaecentral',
  AT: 'austriaeast',
  AU: 'ap-southeast-2 ap-southeast-4 australia-southeast1 australia-southeast2 australiaeast australiasoutheast australiacentral',
  BE: 'europe-west1 belgiumcentral',
  BH: 'me-south-1',
  BR: 'sa-east-1 southamerica-east1 brazilsouth',
  CA: 'ca-central-1 ca-west-1 northamerica-northeast1 northamerica-northeast2 canadacentral canadaeast',
  CH: 'eu-central-2 europe-west6 switzerlandnorth switzerlandwest',
  CL: 'southamerica-west1 chilecentral',
  CN: 'cn-north-1 cn-northwest-1 chinaeast chinaeast2 chinanorth chinanorth2 chinanorth3',
  DE: 'eu-central-1 eusc-de-east-1 europe-west3 europe-west10 germanywestcentral germanynorth',
  ES: 'eu-south-2 europe-southwest1 spaincentral',
  FI: 'europe-north1',
  FR: 'eu-west-3 europe-west9 francecentral francesouth',
  GB: 'eu-west-2 europe-west2 uksouth ukwest',
  HK: 'ap-east-1 asia-east2 eastasia',
  ID: 'ap-southeast-3 asia-southeast2 indonesiacentral',
  IE: 'eu-west-1 northeurope',
  IL: 'il-central-1 me-west1 israelcentral',
  IN: 'ap-south-1 ap-south-2 asia-south1 asia-south2 centralindia southindia westindia',
  IT: 'eu-south-1 europe-west8 europe-west12 italynorth',
  JP: 'ap-northeast-1 ap-northeast-3 asia-northeast1 asia-northeast2 japaneast japanwest',
  KR: 'ap-northeast-2 asia-northeast3 koreacentral koreasouth',
  MX: 'mx-central-1 northamerica-south1 mexicocentral',
  MY: 'ap-southeast-5 malaysiawest',
  NL: 'europe-west4 westeurope',
  NO: 'norwayeast norwaywest',
  NZ: 'ap-southeast-6 newzealandnorth',
  PL: 'europe-central2 polandcentral',
  QA: 'me-central1 qatarcentral',
  SA: 'me-central2',
  SE: 'eu-north-1 europe-north2 swedencentral',
  SG: 'ap-southeast-1 asia-southeast1 southeastasia',
  TH: 'ap-southeast-7',
  TW: 'ap-east-2 asia-east1',
  US: 'us-east-1 us-east-2 us-west-1 us-west-2 us-gov-east-1 us-gov-west-1 us-central1 us-east1 us-east4 us-east5 us-south1 us-west1 us-west2 us-west3 us-west4 eastus eastus2 centralus northcentralus southcentralus westus westus2 westus3 westcentralus',
  ZA: 'af-south-1 africa-south1 southafricanorth southafricawest',
};

const countryByRegion: ReadonlyMap<string, string> = new Map(
  Object.entries(regionsByCountry).flatMap(([country, regions]) =>
    regions.split(' ').map((region) => [region, country] as const),
  ),
);

const eu = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ');

/** Word of `residency` → countries. */
const countriesByWord: ReadonlyMap<string, readonly string[]> = new Map([
  ['EU', eu],
  ['EEA', [...eu, 'IS', 'LI', 'NO']],
  ['UK', ['GB']],
]);

/** A cloud region that stands in an address. */
export interface StoredIn {
  /** As it is written there, such as `eu-west-1`. */
  readonly region: string;
  /** ISO 3166, such as `IE`. */
  readonly country: string;
}

const regionPattern = new RegExp(`(?:^|[^a-z0-9])(${[...countryByRegion.keys()].join('|')})(?![a-z0-9])`);

/** @returns undefined for an address that names no region that we know */
export function findRegion(address: string): StoredIn | undefined {
  const region = regionPattern.exec(address.toLowerCase())?.[1];
  const country = region === undefined ? undefined : countryByRegion.get(region);
  return region === undefined || country === undefined ? undefined : { region, country };
}

/**
 * The countries that words of `residency` allow.
 *
 * @param words `EU`, `EEA`, or ISO 3166 codes of two letters, in any case
 * @returns undefined when one of them is none of these, so that nothing can be said
 */
export function allowedCountries(words: readonly string[]): ReadonlySet<string> | undefined {
  const countries = new Set<string>();
  for (const word of words.map((one) => one.toUpperCase())) {
    const known = countriesByWord.get(word) ?? (/^[A-Z]{2}$/.test(word) ? [word] : undefined);
    if (known === undefined) return undefined;
    for (const country of known) countries.add(country);
  }
  return countries;
}
