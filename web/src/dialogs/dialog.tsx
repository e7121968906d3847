import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { openDialog } from '../state/overlays';
import { locale } from '../state/store';
import { Icon } from '../style/icons';

interface DialogProps {
  readonly title: string;
  readonly kind: 'panel' | 'sheet';
  readonly children: ComponentChildren;
}

/** A modal window of the browser's own: it keeps the focus, and Escape closes it. */
export function Dialog({ title, kind, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const opener = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (opener instanceof HTMLElement || opener instanceof SVGElement) opener.focus();
    };
  }, []);
  function close(): void {
    openDialog.value = null;
  }
  return (
    <dialog
      ref={dialog}
      class={kind}
      aria-labelledby="dialog-title"
      onClose={close}
      onClick={(event) => {
        if (event.target === dialog.current) close();
      }}
    >
      <div class="dialog-box">
        <div class="dialog-head">
          <h2 id="dialog-title">{title}</h2>
          <button type="button" class="icon" aria-label={locale.value.t('dialog.close')} onClick={close}>
            <Icon name="close" />
          </button>
        </div>
        <div class="dialog-body">{children}</div>
      </div>
    </dialog>
  );
}
