/** The maker's stamp: an eight-sided punch with a T. */
export const BrandMark = () => (
  <svg viewBox="0 0 32 32" width="30" height="30" aria-hidden="true" focusable="false">
    <path fill="currentColor" d="M9 1h14l8 8v14l-8 8H9l-8-8V9z" />
    <path fill="none" stroke="var(--panel)" strokeWidth="1.5" d="M10.2 4h11.6L28 10.2v11.6L21.8 28H10.2L4 21.8V10.2z" />
    <path fill="var(--panel)" d="M9 10h14v3.5h-5.1V23h-3.8v-9.5H9z" />
  </svg>
);
