/** Names of people and streets. Where they are not written in Latin letters, their Latin form follows a slash. */
export type Names = { given: string; family: string; streets: string }

export const german: Names = {
  given:
    'Jürgen, Sabine, Zoë, Björn, Anneliese, Käthe, Lukas, Mia, Emil, Frieda, Jörg, Heidi, Theo, Clara, Götz, Leonie',
  family:
    'Müller, Schröder, Weiß, Köhler, Groß, Lehmann, Jäger, Böhm, Schäfer, Vogt, Krüger, von Brandt, Huber, Öztürk',
  streets: 'Hauptstraße, Am Müllerbach, Gänsemarkt, Lindenallee',
}
export const french: Names = {
  given: 'Chloé, Hélène, François, Maël, Anaïs, Léo, Inès, Étienne, Zoé, Loïc, Noémie, Gaëlle, Rémi, Agnès, Jean-Noël',
  family: 'Lefèvre, Dubois, Moreau, Château, Besançon, Garçon, Noël, d’Amboise, Lemaître, Roux, Faure, Girard, Hébert',
  streets: 'Rue de l’Église, Avenue du Général, Place des Fêtes, Quai d’Été',
}
export const iberian: Names = {
  given: 'María José, Íñigo, Lucía, Begoña, João, Inês, Andrés, Núria, Sofía, Álvaro, Conceição, Beatriz, Tomás, Rocío',
  family: 'García, Núñez, Peña, Ibáñez, Muñoz, Gonçalves, Simões, Araújo, Ordóñez, Castaño, Magalhães, Ríos, Leitão',
  streets: 'Calle Mayor, Rua do Ouro, Avenida de España, Praça Velha',
}
export const italian: Names = {
  given: 'Giulia, Niccolò, Chiara, Matteo, Beatrice, Raffaele, Ilaria, Davide, Elettra, Ruggero, Noemi, Serena, Elia',
  family: 'Rossi, Bianchi, Esposito, D’Angelo, Ferrari, Conti, Marchetti, Lo Presti, Sartori, Bellini, Galli, Fontana',
  streets: 'Via Garibaldi, Piazza Libertà, Corso Italia, Vicolo Stretto',
}
export const nordic: Names = {
  given: 'Søren, Åse, Bjørk, Þórdís, Øyvind, Ragnhild, Lærke, Håkon, Sigríður, Jósef, Mårten, Aino, Väinö, Ylva, Göran',
  family: 'Ødegård, Sørensen, Jónsdóttir, Åkesson, Lindström, Hämäläinen, Nygård, Þorsteinsson, Mäkinen, Sjöberg, Kjær',
  streets: 'Storgatan, Skólavörðustígur, Strandvägen, Nørregade',
}
export const slavic: Names = {
  given:
    'Łukasz, Zofia, Jiří, Šárka, Bożena, Grzegorz, Václav, Žofie, Małgorzata, Ondřej, Stanisław, Božidar, Věra, Ewa',
  family: 'Wiśniewski, Dvořák, Kowalczyk, Źrebiec, Novák, Čermák, Wójcik, Šťastný, Zieliński, Růžička, Dąbrowa, Hájek',
  streets: 'Ulica Długa, Náměstí Míru, Aleja Róż, Nádražní',
}
export const english: Names = {
  given:
    'Aoife, Oliver, Grace, Harry, Amelia, Siobhán, Jack, Isla, Noah, Ruby, Callum, Freya, Ethan, Poppy, Rhys, Niamh',
  family: 'Smith, O’Neill, Taylor, Patel, Khan, Evans, Clarke, Murphy, MacLeod, Wright, Okafor, Singh, Byrne, Campbell',
  streets: 'Mill Lane, High Street, Church Row, St. Mary’s Road',
}
export const greek: Names = {
  given: 'Χρήστος/Christos, Ελένη/Eleni, Γιώργος/Giorgos, Δήμητρα/Dimitra, Νίκος/Nikos, Σπύρος/Spyros, Ζωή/Zoi',
  family: 'Παπαδόπουλος/Papadopoulos, Νικολάου/Nikolaou, Γεωργίου/Georgiou, Αγγελής/Angelis, Ψαρρός/Psarros',
  streets: 'Ερμού, Πατησίων, Αγίας Σοφίας',
}
export const ukrainian: Names = {
  given: 'Олена/Olena, Тарас/Taras, Ірина/Iryna, Богдан/Bohdan, Оксана/Oksana, Соломія/Solomiia, Юрій/Yurii',
  family: 'Шевченко/Shevchenko, Коваленко/Kovalenko, Бондаренко/Bondarenko, Ґалаґан/Galagan, Мельник/Melnyk',
  streets: 'вулиця Лесі Українки, проспект Свободи, Андріївський узвіз',
}
export const turkish: Names = {
  given: 'Ayşe, Çağlar, Işıl, İbrahim, Gülşen, Oğuz, Şebnem, Ümit, Zeynep, Ömer',
  family: 'Yılmaz, Çelik, Şahin, Öztürk, Kılıç, Doğan, Güneş, Aydın, Koç, Ünal',
  streets: 'Atatürk Caddesi, Gül Sokağı, İnönü Bulvarı',
}
export const japanese: Names = {
  given: '陽菜/Hina, 蓮/Ren, さくら/Sakura, 大翔/Hiroto, 美咲/Misaki, 悠真/Yuma, 結衣/Yui, 健/Ken',
  family: '佐藤/Sato, 鈴木/Suzuki, 髙橋/Takahashi, 田中/Tanaka, 渡邉/Watanabe, 伊藤/Ito, 山本/Yamamoto, 小林/Kobayashi',
  streets: '中央通り, 本町, 銀座',
}
