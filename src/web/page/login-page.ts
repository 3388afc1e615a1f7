import { html, type Html } from './html.ts';

export interface LoginForm {
  /** Where to go on afterwards. */
  readonly next: string;
  readonly name: string;
  /** Why the last try did not do. */
  readonly fault: string | null;
}

/** `/login`: the name and the password. */
export function loginPage({ next, name, fault }: LoginForm): Html {
  return html`<h1>Log in</h1>
    <form class="login" method="post" action="/login">
      ${fault !== null && html`<p class="fault" role="alert">${fault}</p>`}
      <input type="hidden" name="next" value="${next}" />
      <label
        >Name
        <input
          name="name"
          value="${name}"
          autocomplete="username"
          autocapitalize="none"
          spellcheck="false"
          maxlength="64"
          required
          ${name === '' && html` autofocus`}
      /></label>
      <label
        >Password
        <input
          type="password"
          name="password"
          autocomplete="current-password"
          maxlength="256"
          required
          ${name !== '' && html` autofocus`}
      /></label>
      <button class="main">Log in</button>
    </form>`;
}

/** `/logout`: asks first, as a link may not change anything. */
export function logoutPage(name: string): Html {
  return html`<h1>Log out</h1>
    <p>You are logged in as <strong>${name}</strong> on this browser.</p>
    <form method="post" action="/logout"><button class="main">Log out</button></form>`;
}
