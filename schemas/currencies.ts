/**
 * Currency codes of ISO 4217: which can be written after an amount, and which are history.
 *
 * Funds codes that accounts use (such as `CHE`, `CLF`, `USN`) are current; metals, bond units, drawing rights, the test
 * code and `XXX` are not money that a project pays with, and are left out.
 *
 * @source ISO 4217, lists one and three, as amended in 2025 (HRK, SLL, ZWL, ANG and BGN have gone; SLE, ZWG, XCG came)
 */

/** Alphabetical. */
// prettier-ignore
export const currencies = [
  'AED', 'AFN', 'ALL', 'AMD', 'AOA', 'ARS', 'AUD', 'AWG', 'AZN', 'BAM', 'BBD', 'BDT', 'BHD', 'BIF', 'BMD', 'BND',
  'BOB', 'BOV', 'BRL', 'BSD', 'BTN', 'BWP', 'BYN', 'BZD', 'CAD', 'CDF', 'CHE', 'CHF', 'CHW', 'CLF', 'CLP', 'CNY',
  'COP', 'COU', 'CRC', 'CUP', 'CVE', 'CZK', 'DJF', 'DKK', 'DOP', 'DZD', 'EGP', 'ERN', 'ETB', 'EUR', 'FJD', 'FKP',
  'GBP', 'GEL', 'GHS', 'GIP', 'GMD', 'GNF', 'GTQ', 'GYD', 'HKD', 'HNL', 'HTG', 'HUF', 'IDR', 'ILS', 'INR', 'IQD',
  'IRR', 'ISK', 'JMD', 'JOD', 'JPY', 'KES', 'KGS', 'KHR', 'KMF', 'KPW', 'KRW', 'KWD', 'KYD', 'KZT', 'LAK', 'LBP',
  'LKR', 'LRD', 'LSL', 'LYD', 'MAD', 'MDL', 'MGA', 'MKD', 'MMK', 'MNT', 'MOP', 'MRU', 'MUR', 'MVR', 'MWK', 'MXN',
  'MXV', 'MYR', 'MZN', 'NAD', 'NGN', 'NIO', 'NOK', 'NPR', 'NZD', 'OMR', 'PAB', 'PEN', 'PGK', 'PHP', 'PKR', 'PLN',
  'PYG', 'QAR', 'RON', 'RSD', 'RUB', 'RWF', 'SAR', 'SBD', 'SCR', 'SDG', 'SEK', 'SGD', 'SHP', 'SLE', 'SOS', 'SRD',
  'SSP', 'STN', 'SVC', 'SYP', 'SZL', 'THB', 'TJS', 'TMT', 'TND', 'TOP', 'TRY', 'TTD', 'TWD', 'TZS', 'UAH', 'UGX',
  'USD', 'USN', 'UYI', 'UYU', 'UYW', 'UZS', 'VED', 'VES', 'VND', 'VUV', 'WST', 'XAF', 'XCD', 'XCG', 'XOF', 'XPF',
  'YER', 'ZAR', 'ZMW', 'ZWG',
] as const;

export type Currency = (typeof currencies)[number];

export interface WithdrawnCurrency {
  readonly code: string;
  /** The year in which it stopped being money. */
  readonly withdrawn: number;
  /** What to write instead; amounts must be converted. */
  readonly replacedBy: Currency;
}

/** Codes that old files still carry, alphabetical; each was replaced by one current code. */
export const withdrawnCurrencies = [
  { code: 'ADP', withdrawn: 2003, replacedBy: 'EUR' },
  { code: 'AFA', withdrawn: 2003, replacedBy: 'AFN' },
  { code: 'ANG', withdrawn: 2025, replacedBy: 'XCG' },
  { code: 'ATS', withdrawn: 2002, replacedBy: 'EUR' },
  { code: 'AZM', withdrawn: 2006, replacedBy: 'AZN' },
  { code: 'BEF', withdrawn: 2002, replacedBy: 'EUR' },
  { code: 'BGL', withdrawn: 2003, replacedBy: 'EUR' },
  { code: 'BGN', withdrawn: 2026, replacedBy: 'EUR' },
  { code: 'BYR', withdrawn: 2017, replacedBy: 'BYN' },
  { code: 'CSD', withdrawn: 2006, replacedBy: 'RSD' },
  { code: 'CUC', withdrawn: 2021, replacedBy: 'CUP' },
  { code: 'CYP', withdrawn: 2008, replacedBy: 'EUR' },
  { code: 'DEM', withdrawn: 2002, replacedBy: 'EUR' },
  { code: 'ECS', withdrawn: 2000, replacedBy: 'USD' },
  { code: 'EEK', withdrawn: 2011, replacedBy: 'EUR' },
  { code: 'ESP', withdrawn: 2002, replacedBy: 'EUR' },
  { code: 'FIM', withdrawn: 2002, replacedBy: 'EUR' },
  { code: 'FRF', withdrawn: 2002, replacedBy: 'EUR' },
  { code: 'GHC', withdrawn: 2008, replacedBy: 'GHS' },
  { code: 'GRD', withdrawn: 2002, replacedBy: 'EUR' },
  { code: 'HRK', withdrawn: 2023, replacedBy: 'EUR' },
  { code: 'IEP', withdrawn: 2002, replacedBy: 'EUR' },
  { code: 'ITL', withdrawn: 2002, replacedBy: 'EUR' },
  { code: 'LTL', withdrawn: 2015, replacedBy: 'EUR' },
  { code: 'LUF', withdrawn: 2002, replacedBy: 'EUR' },
  { code: 'LVL', withdrawn: 2014, replacedBy: 'EUR' },
  { code: 'MGF', withdrawn: 2005, replacedBy: 'MGA' },
  { code: 'MRO', withdrawn: 2018, replacedBy: 'MRU' },
  { code: 'MTL', withdrawn: 2008, replacedBy: 'EUR' },
  { code: 'MZM', withdrawn: 2006, replacedBy: 'MZN' },
  { code: 'NLG', withdrawn: 2002, replacedBy: 'EUR' },
  { code: 'PTE', withdrawn: 2002, replacedBy: 'EUR' },
  { code: 'ROL', withdrawn: 2005, replacedBy: 'RON' },
  { code: 'RUR', withdrawn: 2004, replacedBy: 'RUB' },
  { code: 'SDD', withdrawn: 2007, replacedBy: 'SDG' },
  { code: 'SIT', withdrawn: 2007, replacedBy: 'EUR' },
  { code: 'SKK', withdrawn: 2009, replacedBy: 'EUR' },
  { code: 'SLL', withdrawn: 2024, replacedBy: 'SLE' },
  { code: 'SRG', withdrawn: 2004, replacedBy: 'SRD' },
  { code: 'STD', withdrawn: 2018, replacedBy: 'STN' },
  { code: 'TMM', withdrawn: 2009, replacedBy: 'TMT' },
  { code: 'TRL', withdrawn: 2005, replacedBy: 'TRY' },
  { code: 'VEB', withdrawn: 2008, replacedBy: 'VES' },
  { code: 'VEF', withdrawn: 2018, replacedBy: 'VES' },
  { code: 'XEU', withdrawn: 1999, replacedBy: 'EUR' },
  { code: 'ZMK', withdrawn: 2013, replacedBy: 'ZMW' },
  { code: 'ZWD', withdrawn: 2009, replacedBy: 'ZWG' },
  { code: 'ZWL', withdrawn: 2024, replacedBy: 'ZWG' },
] as const satisfies readonly WithdrawnCurrency[];
