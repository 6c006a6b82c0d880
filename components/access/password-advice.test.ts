import { describe, expect, it } from 'vitest'
import { passwordAdvice } from './password-advice'

const about = ['Ada Miller', 'ada.miller@example.org']

describe('passwordAdvice', () => {
  it('counts what is missing until the password may be used', () => {
    expect(passwordAdvice('', about)).toEqual({ level: 0, text: '10 more characters at least.' })
    expect(passwordAdvice('123456789', about)).toEqual({ level: 0, text: 'One more character at least.' })
  })

  it('calls a long one weak when it holds the name or the address', () => {
    expect(passwordAdvice('Miller-and-a-long-tail', about).level).toBe(1)
    expect(passwordAdvice('my-EXAMPLE-password', about).level).toBe(1)
  })

  it('calls a long one weak when it repeats few characters', () => {
    expect(passwordAdvice('aaaaaaaaaaaaaaaaaaaa', about).level).toBe(1)
  })

  it('calls four words strong', () => {
    expect(passwordAdvice('plover teapot onward sleet', about)).toEqual({ level: 3, text: 'Strong.' })
  })
})
