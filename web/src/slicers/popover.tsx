import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../style/icons';

interface PopoverProps {
  readonly label: string;
  readonly value: string;
  readonly isOn: boolean;
  readonly icon?: 'calendar';
  readonly children: (close: () => void) => ComponentChildren;
}

/** A button that opens a small panel below it. Escape and a click elsewhere close it; the focus returns to the button. */
export function Popover({ label, value, isOn, icon, children }: PopoverProps) {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  useLayoutEffect(() => {
    if (!isOpen) return;
    root.current?.querySelector<HTMLElement>('.dropdown input, .dropdown button')?.focus();
    function closeOutside(event: Event): void {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpen(false);
    }
    document.addEventListener('pointerdown', closeOutside);
    document.addEventListener('focusin', closeOutside);
    return () => {
      document.removeEventListener('pointerdown', closeOutside);
      document.removeEventListener('focusin', closeOutside);
    };
  }, [isOpen]);

  function close(): void {
    setOpen(false);
    button.current?.focus();
  }
  return (
    <div
      class="popover"
      ref={root}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && isOpen) {
          event.stopPropagation();
          close();
        }
      }}
    >
      <button
        ref={button}
        type="button"
        class={isOn ? 'slicer-button on' : 'slicer-button'}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {icon && <Icon name={icon} />}
        <span class="slicer-name">{label}</span>
        <span class="slicer-value">{value}</span>
        <Icon name="down" />
      </button>
      {isOpen && (
        <div class="dropdown" role="group" aria-label={label}>
          {children(close)}
        </div>
      )}
    </div>
  );
}
