import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/** A certificate and its private key, both PEM. */
export type Certificate = { certPem: string; keyPem: string }

/**
 * Makes a self-signed certificate for host names, good for a day: Node can check X.509 but not write it, and a key in
 * the repository would look like a leak. Names and numbers are DER as in RFC 5280, ECDSA P-256 with SHA-256.
 */
export function makeCertificate(hosts: readonly string[]): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const toBeSigned = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    name(hosts[0] ?? 'nobody'),
    sequence(moment(Date.now() - 3_600_000), moment(Date.now() + 86_400_000)),
    name(hosts[0] ?? 'nobody'),
    publicKeyInfo(publicKey),
    tagged(0xa3, sequence(subjectAltName(hosts))),
  )
  const signature = sign('sha256', toBeSigned, privateKey)
  const certificate = sequence(toBeSigned, ecdsaWithSha256, bitString(signature))
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? []
  return {
    certPem: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
    keyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

const tagged = (tag: number, ...content: Buffer[]): Buffer => {
  const body = Buffer.concat(content)
  const length =
    body.length < 128
      ? [body.length]
      : body.length < 256
        ? [0x81, body.length]
        : [0x82, body.length >> 8, body.length & 255]
  return Buffer.concat([Buffer.from([tag, ...length]), body])
}
const sequence = (...content: Buffer[]) => tagged(0x30, ...content)
const integer = (bytes: Buffer) => tagged(0x02, bytes)
const bitString = (bytes: Buffer) => tagged(0x03, Buffer.from([0]), bytes)
const objectId = (hex: string) => tagged(0x06, Buffer.from(hex, 'hex'))
const moment = (at: number) => tagged(0x18, Buffer.from(`${new Date(at).toISOString().replace(/[-:T]|\..*/g, '')}Z`))

const ecdsaWithSha256 = sequence(objectId('2a8648ce3d040302'))
const name = (commonName: string) =>
  sequence(tagged(0x31, sequence(objectId('550403'), tagged(0x0c, Buffer.from(commonName)))))
const publicKeyInfo = (key: KeyObject) => key.export({ type: 'spki', format: 'der' })
const subjectAltName = (hosts: readonly string[]) =>
  sequence(objectId('551d11'), tagged(0x04, sequence(...hosts.map((host) => tagged(0x82, Buffer.from(host))))))
