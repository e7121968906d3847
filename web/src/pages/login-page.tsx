import { useSignal } from '@preact/signals';
import { login } from '../api/calls';
import { messageOf } from '../api/http';
import { locale } from '../state/store';
import { Problem } from '../style/problem';

/** Only addresses of our own are followed after logging in. */
function nextAddress(): string {
  const next = new URLSearchParams(location.search).get('next') ?? '/';
  const url = new URL(next, location.origin);
  return url.origin === location.origin ? url.pathname + url.search : '/';
}

export function LoginPage() {
  const { t } = locale.value;
  const error = useSignal<string | null>(null);
  const isSending = useSignal(false);
  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    isSending.value = true;
    try {
      await login(String(fields.get('user')), String(fields.get('password')));
      location.assign(nextAddress());
    } catch (problem) {
      error.value = t('login.failed', { message: messageOf(problem) });
    } finally {
      isSending.value = false;
    }
  }
  return (
    <main class="login">
      <form onSubmit={(event) => void submit(event)} class="visual">
        <img src="/assets/icon.svg" alt="" width={40} height={40} />
        <h1>{t('login.title')}</h1>
        <Problem problem={error.value} />
        <label>
          {t('login.user')}
          <input class="field" name="user" autocomplete="username" required autofocus />
        </label>
        <label>
          {t('login.password')}
          <input class="field" name="password" type="password" autocomplete="current-password" required />
        </label>
        <button class="button strong" disabled={isSending.value}>
          {t('login.submit')}
        </button>
      </form>
    </main>
  );
}
