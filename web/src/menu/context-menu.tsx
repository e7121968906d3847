import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { openMenu } from '../state/overlays';
import { menuItems, type MenuItem } from './menu-items';

const MARGIN = 8;

/** The menu of a mark or a visual. Arrows move, Enter and Space choose, Escape and Tab close. */
export function ContextMenu() {
  const target = openMenu.value;
  const box = useRef<HTMLDivElement>(null);
  const [corner, setCorner] = useState({ left: 0, top: 0 });

  useLayoutEffect(() => {
    const own = box.current?.getBoundingClientRect();
    if (!target || !own) return;
    setCorner({
      left: Math.max(MARGIN, Math.min(target.spot.x, innerWidth - own.width - MARGIN)),
      top: Math.max(MARGIN, Math.min(target.spot.y, innerHeight - own.height - MARGIN)),
    });
    box.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
  }, [target]);
  useEffect(() => {
    if (!target) return;
    function closeOutside(event: Event): void {
      if (event.target instanceof Node && !box.current?.contains(event.target)) openMenu.value = null;
    }
    function closeOnScroll(): void {
      openMenu.value = null;
    }
    document.addEventListener('pointerdown', closeOutside);
    addEventListener('resize', closeOnScroll);
    return () => {
      document.removeEventListener('pointerdown', closeOutside);
      removeEventListener('resize', closeOnScroll);
    };
  }, [target]);

  if (!target) return null;

  function close(): void {
    openMenu.value = null;
    target?.opener?.focus();
  }
  function run(item: MenuItem): void {
    close();
    item.run();
  }
  function onKeyDown(event: KeyboardEvent): void {
    const items = [...(box.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const steps: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1 + items.length,
      Home: 0,
      End: items.length - 1,
    };
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key in steps) {
      event.preventDefault();
      items[(steps[event.key] ?? 0) % items.length]?.focus();
    }
  }
  return (
    <div
      class="menu"
      role="menu"
      aria-label={target.label}
      ref={box}
      onKeyDown={onKeyDown}
      style={{ left: `${corner.left}px`, top: `${corner.top}px` }}
    >
      {menuItems(target).map((item) => (
        <button key={item.id} type="button" role="menuitem" tabIndex={-1} data-item={item.id} onClick={() => run(item)}>
          {item.label}
        </button>
      ))}
    </div>
  );
}
