/**
 * Endorsement keys that documentation and tests of others publish, by SHA-256 of their TPM2B_PUBLIC: whoever has pasted one has enrolled
 * no TPM. Keys that users posted of their own TPMs are not among them, since those devices exist.
 */
export const knownEndorsementKeys: ReadonlyMap<string, string> = new Map([
  ["9232c2fa4b5c604e39fcb33bff357af2c1fd4652bb0bf47dc0368a1a63f4a841", "Microsoft's C# and Node.js enrollment samples"],
  ["fb0f2ee966c81a9ad84bcb33710437a7082e3be70412ba765adbc7cc40366ad9", "Microsoft's Python enrollment samples"],
  ["9fa7a11bb56e6428fe78ef3c74fc5f6000c518c414e02ba84287b7fcf4355b5c", "the Azure CLI's tests"],
  ["b7d0791c3698d244f30739a84f8c99f207a7bca3da38d4c7154ede14a0b7504b", "Keylime's API documentation"],
]);
