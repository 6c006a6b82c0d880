import { notFound } from 'next/navigation'

/** Whatever no other page answers: not found, inside the console. */
export default function Lost() {
  notFound()
}
