/**
 * The hash of the known row that preflight asks each server for, by row hash v1 and seed 1, as the worker computes it from binary rows,
 * and as every little-endian server does.
 */
export const knownAnswer = '4469357859539155746'
