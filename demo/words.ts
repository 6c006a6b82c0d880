import pg from 'pg'
import {
  english,
  french,
  german,
  greek,
  iberian,
  italian,
  japanese,
  type Names,
  nordic,
  slavic,
  turkish,
  ukrainian,
} from './names'

/** A country that the shop sends to. `cities` are separated by commas. */
export type Country = {
  code: string
  name: string
  currency: string
  vat: string
  language: string
  dial: number
  cities: string
  names: Names
}

const country = (
  head: `${string} ${string} ${string} ${string} ${number}`,
  name: string,
  cities: string,
  names: Names,
): Country => {
  const [code = '', currency = '', vat = '', language = '', dial = ''] = head.split(' ')
  return { code, name, currency, vat, language, dial: Number(dial), cities, names }
}

/** Code, currency, value-added tax, language and dialling code; then name, cities and how people are called. */
export const countries: Country[] = [
  country('DE EUR 0.190 de 49', 'Deutschland', 'Köln, Görlitz, Hamburg, Würzburg', german),
  country('AT EUR 0.200 de 43', 'Österreich', 'Wien, Sankt Pölten, Graz', german),
  country('CH CHF 0.081 de 41', 'Schweiz', 'Zürich, Bern, Genève', german),
  country('FR EUR 0.200 fr 33', 'France', 'Besançon, Nîmes, Lyon, Orléans', french),
  country('BE EUR 0.210 fr 32', 'België / Belgique', 'Liège, Gent, Namur', french),
  country('ES EUR 0.210 es 34', 'España', 'Málaga, A Coruña, Cádiz', iberian),
  country('PT EUR 0.230 pt 351', 'Portugal', 'Évora, Lisboa, Guimarães', iberian),
  country('IT EUR 0.220 it 39', 'Italia', 'Forlì, L’Aquila, Torino', italian),
  country('SE SEK 0.250 sv 46', 'Sverige', 'Malmö, Umeå, Göteborg', nordic),
  country('NO NOK 0.250 nb 47', 'Norge', 'Tromsø, Ålesund, Oslo', nordic),
  country('DK DKK 0.250 da 45', 'Danmark', 'København, Århus, Ærøskøbing', nordic),
  country('FI EUR 0.255 fi 358', 'Suomi', 'Jyväskylä, Espoo, Hämeenlinna', nordic),
  country('IS ISK 0.240 is 354', 'Ísland', 'Reykjavík, Ísafjörður, Höfn', nordic),
  country('PL PLN 0.230 pl 48', 'Polska', 'Łódź, Gdańsk, Kraków', slavic),
  country('CZ CZK 0.210 cs 420', 'Česko', 'Plzeň, Ústí nad Labem, Brno', slavic),
  country('GB GBP 0.200 en 44', 'United Kingdom', 'Leeds, King’s Lynn, Cardiff', english),
  country('IE EUR 0.230 en 353', 'Éire', 'Cork, Dún Laoghaire, Galway', english),
  country('US USD 0.000 en 1', 'United States', 'Boise, Cañon City, Portland', english),
  country('GR EUR 0.240 el 30', 'Ελλάδα', 'Αθήνα, Θεσσαλονίκη, Πάτρα', greek),
  country('UA UAH 0.200 uk 380', 'Україна', 'Київ, Львів, Чернівці', ukrainian),
  country('TR TRY 0.200 tr 90', 'Türkiye', 'İzmir, Eskişehir, Diyarbakır', turkish),
  country('JP JPY 0.100 ja 81', '日本', '東京, 札幌, 神戸', japanese),
]

/** Main category: its sub-categories, and the things sold in it. */
export const assortment: { name: string; under: string[]; things: string[] }[] = [
  { name: 'Kitchen', under: ['Cooking', 'Baking', 'Tea & Coffee'], things: ['Kettle', 'Pan', 'Teapot', 'Mill', 'Tin'] },
  { name: 'Outdoor', under: ['Camping', 'Hiking'], things: ['Tent', 'Backpack', 'Compass', 'Lantern', 'Hammock'] },
  { name: 'Garden', under: ['Tools', 'Bird feeding'], things: ['Spade', 'Trowel', 'Bird Feeder', 'Watering Can'] },
  { name: 'Home', under: ['Living', 'Sleeping', 'Bath'], things: ['Lamp', 'Blanket', 'Stool', 'Shelf', 'Clock'] },
  { name: 'Stationery', under: ['Writing', 'Gifts'], things: ['Notebook', 'Fountain Pen', 'Atlas', 'Letter Set'] },
  {
    name: 'Optics',
    under: ['Nature', 'Astronomy'],
    things: ['Binoculars', 'Spotting Scope', 'Magnifier', 'Telescope'],
  },
]
export const makes = ['Copper', 'Oak', 'Enamel', 'Folding', 'Travel', 'Little', 'Classic', 'Arctic', 'Café', 'Señor']
export const colours = ['ochre', 'slate', 'moss', 'crème', 'cobalt', 'brick', 'chalk', 'plum']
export const departments = ['Buying', 'Warehouse', 'Customer care', 'Finance', 'Web shop', 'People', 'Dispatch']

/** The words of a list, each as it is written and in Latin letters without marks, as addresses want it. */
export function spellings(list: string): { written: string; latin: string }[] {
  return list.split(', ').map((entry) => {
    const [written = entry, latin = written] = entry.split('/')
    return { written, latin: plainLatin(latin) }
  })
}

const letters = new Map(Object.entries({ ß: 'ss', ø: 'o', ł: 'l', æ: 'ae', þ: 'th', ð: 'd', ı: 'i' }))

function plainLatin(name: string): string {
  const lower = name.toLowerCase().replace(/[ßøłæþðı]/g, (letter) => letters.get(letter) ?? letter)
  return lower.normalize('NFD').replace(/[^a-z]/g, '')
}

/** A text[] in SQL. */
export const textArray = (words: readonly string[]) =>
  `ARRAY[${words.map((word) => pg.escapeLiteral(word)).join(', ')}]`
