/** Where people live: what fits together of country, clock, language and names. */
export interface Place {
  readonly weight: number;
  /** ISO 3166-1, as `usageLocation`. */
  readonly country: string;
  readonly zone: string;
  /** The name Windows gives the zone; mailboxes hold one or the other. */
  readonly windowsZone: string;
  readonly language: string;
  /** Fixed public holidays, `MM-DD`. */
  readonly holidays: readonly string[];
  readonly order: 'given-first' | 'family-first';
  /** Given and family names, `shown|ascii`; the second part only where the first is not ASCII. */
  readonly given: readonly string[];
  readonly family: readonly string[];
}

const CHRISTIAN = ['01-01', '12-25', '12-26'];
const MAY_DAY = [...CHRISTIAN, '05-01'];

const words = (text: string): readonly string[] => text.split(' ');

/** The places of the sample tenant. Names are common ones, combined by chance; nobody real is meant. */
export const PLACES: readonly Place[] = [
  place(
    20,
    'GB',
    'Europe/London',
    'GMT Standard Time',
    'en-GB',
    CHRISTIAN,
    'Amelia Oliver Isla George Freya Arthur Maisie Callum Priya Tariq Bethan Rhys',
    'Ashdown Birch Carlow Dunmore Ellwood Fenwick Greaves Hartley Iqbal Jessop Kendrick Lowther',
  ),
  place(
    18,
    'US',
    'America/New_York',
    'Eastern Standard Time',
    'en-US',
    ['01-01', '07-04', '12-25'],
    'Ava Mason Zoe Ethan Nora Caleb Maya Elijah Camila Jamal Kayla Dylan',
    'Abbott Brooks Castillo Dalton Ellis Fletcher Greene Holloway Ingram Jennings Keller Lawson',
  ),
  place(
    8,
    'US',
    'America/Los_Angeles',
    'Pacific Standard Time',
    'en-US',
    ['01-01', '07-04', '12-25'],
    'Luna Diego Chloe Marcus Mei Aiden Sofia Noah Leilani Andre Ruby Kai',
    'Nakoa Ortega Parker Quinn Reyes Sutton Tran Upton Vaughn Whitaker Yates Zeller',
  ),
  place(
    18,
    'DE',
    'Europe/Berlin',
    'W. Europe Standard Time',
    'de-DE',
    [...MAY_DAY, '10-03'],
    'Mia Jonas Lena Felix Hanna Emre Jürgen|Juergen Katrin Leon Anja Bülent|Buelent Svea',
    'Adler Brückner|Brueckner Conrad Dietz Ebert Falk Grün|Gruen Hansen Irmler Jäger|Jaeger Yildiz Lorenz',
  ),
  place(
    9,
    'FR',
    'Europe/Paris',
    'Romance Standard Time',
    'fr-FR',
    [...MAY_DAY, '07-14', '11-11'],
    'Chloé|Chloe Lucas Manon Hugo Inès|Ines Théo|Theo Camille Amine Élodie|Elodie Mathis Awa Romain',
    'Arnaud Bellamy Chastain Delorme Fabre Garnier Hamel Joubert Keïta|Keita Lacroix Marchal Noël|Noel',
  ),
  place(
    7,
    'ES',
    'Europe/Madrid',
    'Romance Standard Time',
    'es-ES',
    [...MAY_DAY, '10-12'],
    'Lucía|Lucia Mateo Carmen Iker Nerea Pablo Alba Hugo Rocío|Rocio Adrián|Adrian Marta Izan',
    'Aranda Benítez|Benitez Cuesta Duarte Escobar Ferrer Gallego Herrera Iglesias Lozano Muñoz|Munoz Navarro',
  ),
  place(
    6,
    'PL',
    'Europe/Warsaw',
    'Central European Standard Time',
    'pl-PL',
    [...MAY_DAY, '05-03', '11-11'],
    'Zofia Jakub Hanna Kacper Łucja|Lucja Michał|Michal Oliwia Bartosz Agnieszka Piotr Magda Tomasz',
    'Adamska Bielak Cichy Dudek Góra|Gora Jasny Kruk Lis Malec Nowicki Pająk|Pajak Sowa',
  ),
  place(
    5,
    'SE',
    'Europe/Stockholm',
    'W. Europe Standard Time',
    'sv-SE',
    [...MAY_DAY, '06-06'],
    'Alva Nils Elsa Björn|Bjorn Freja Oskar Saga Åke|Ake Maja Viggo Linnéa|Linnea Anton',
    'Alm Berg Dahl Ekström|Ekstrom Forsberg Hedlund Holm Lindqvist Nyström|Nystrom Sjöberg|Sjoberg Wallin Öberg|Oberg',
  ),
  place(
    5,
    'BR',
    'America/Sao_Paulo',
    'E. South America Standard Time',
    'pt-BR',
    ['01-01', '05-01', '09-07', '12-25'],
    'Ana João|Joao Beatriz Thiago Larissa Caio Júlia|Julia Rafael Iara Davi Luana Otávio|Otavio',
    'Almeida Barros Cardoso Dias Esteves Farias Gomes Lacerda Macedo Nogueira Pacheco Teles',
  ),
  place(
    12,
    'IN',
    'Asia/Kolkata',
    'India Standard Time',
    'en-IN',
    ['01-26', '08-15', '10-02'],
    'Aarav Ananya Ishaan Kavya Rohan Meera Arjun Diya Vikram Nisha Farhan Lakshmi',
    'Acharya Bhat Chandran Deshmukh Gokhale Iyer Joshi Kulkarni Menon Nair Qureshi Rao',
  ),
  place(
    6,
    'JP',
    'Asia/Tokyo',
    'Tokyo Standard Time',
    'ja-JP',
    ['01-01', '01-02', '01-03', '05-03', '05-04', '05-05', '11-03'],
    '陽菜|Hina 蓮|Ren 結衣|Yui 大翔|Hiroto 美咲|Misaki 悠真|Yuma さくら|Sakura 健太|Kenta 七海|Nanami 拓海|Takumi',
    '青木|Aoki 藤井|Fujii 原田|Harada 石川|Ishikawa 木村|Kimura 三浦|Miura 西村|Nishimura 小川|Ogawa 竹内|Takeuchi 吉田|Yoshida',
    'family-first',
  ),
  place(
    4,
    'SG',
    'Asia/Singapore',
    'Singapore Standard Time',
    'en-SG',
    ['01-01', '05-01', '08-09', '12-25'],
    'Wei Hui Jun Mei Ling Kumar Siti Aisyah Boon Rachel Darren Xin',
    'Ang Chia Foo Goh Heng Koh Lim Mokhtar Ng Ong Seah Teo',
  ),
  place(
    4,
    'AE',
    'Asia/Dubai',
    'Arabian Standard Time',
    'ar-AE',
    ['01-01', '12-02', '12-03'],
    'Layla Omar Noura Khalid Mariam Yousef Hessa Saif Amal Rashid Dana Faisal',
    'Haddad Mansouri Nasser Qasim Rahal Saleh Shami Tamimi Wahbi Yassin Zaher Bakri',
  ),
  place(
    4,
    'ZA',
    'Africa/Johannesburg',
    'South Africa Standard Time',
    'en-ZA',
    ['01-01', '04-27', '05-01', '09-24', '12-25'],
    'Thandi Sipho Lerato Pieter Naledi Johan Zanele Bongani Anika Kagiso Nomsa Ruan',
    'Botha Dlamini Fourie Khoza Mabuza Naidoo Nkosi Pretorius Sithole Steyn Zulu Mokoena',
  ),
  place(
    3,
    'AU',
    'Australia/Sydney',
    'AUS Eastern Standard Time',
    'en-AU',
    ['01-01', '01-26', '04-25', '12-25', '12-26'],
    'Matilda Lachlan Ivy Cooper Isobel Flynn Tahlia Darcy Jarrah Bronte Hamish Linh',
    'Atherton Bligh Corrigan Doyle Everett Farrell Gallagher Hyland Nguyen Pascoe Rennie Tully',
  ),
];

function place(
  weight: number,
  country: string,
  zone: string,
  windowsZone: string,
  language: string,
  holidays: readonly string[],
  given: string,
  family: string,
  order: Place['order'] = 'given-first',
): Place {
  return { weight, country, zone, windowsZone, language, holidays, order, given: words(given), family: words(family) };
}
