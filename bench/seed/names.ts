/** Names that share beginnings with others, as people's names do. */
export const firstNames =
  'Ada Adam Alan Alice Amina Ana Andrei Anna Anton Barbara Ben Carla Chen Clara Claude Daniel Daria David Dora Edsger Elena Emil Erik Eva Fatima Felix Frances Georg Grace Hanna Hedy Hugo Ibrahim Ida Ingrid Ivan Jan Jean Joan John Julia Karen Katherine Kenji Lars Laura Leila Leon Lucia Magda Marco Maria Mark Marta Mei Miguel Nadia Nils Nora Olga Omar Oskar Paul Pedro Radia Rosa Samir Sara Sofia Yuki'.split(
    ' ',
  )
export const lastNames =
  'Abe Adler Allen Bauer Becker Berg Blum Braun Brown Carter Castro Chan Cohen Costa Cruz Dahl Diaz Duval Evans Fischer Fontana Garcia Gomez Gruber Haas Hansen Hopper Ito Jensen Johnson Kaya Keller Khan Kim Klein Kovacs Lamarr Lang Larsen Lee Lopez Lovelace Maier Marin Meyer Moreau Mori Nagy Neumann Novak Okafor Olsen Ortiz Park Perez Perlman Petrov Popa Rossi Sato Schmidt Silva Singh Sousa Suzuki Tanaka Torres Turing Vega Wagner Weber Wolf Wong Yilmaz Young Zhang Zuse'.split(
    ' ',
  )

/** The name of user number `index`; every number has its own. */
export function usernameOf(index: number): string {
  return `${firstNameOf(index)}.${lastNameOf(index)}.${index}`.toLowerCase()
}

export function firstNameOf(index: number): string {
  return pick(firstNames, index)
}

export function lastNameOf(index: number): string {
  return pick(lastNames, Math.floor(index / firstNames.length))
}

function pick(names: readonly string[], index: number): string {
  const name = names[index % names.length]
  if (name === undefined) throw new Error('There are names')
  return name
}
