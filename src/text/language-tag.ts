/** The form of a language tag such as `en`, `pt-BR` or `zh-Hant-TW` (RFC 5646, the common part of it). */
export const LANGUAGE_TAG = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/;
