import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { openTip } from '../state/overlays';

const MARGIN = 8;

/** What a mark says, above it and always inside the window. */
export function Tooltip() {
  const tip = openTip.value;
  const box = useRef<HTMLDivElement>(null);
  const [corner, setCorner] = useState({ left: 0, top: 0 });
  useLayoutEffect(() => {
    const own = box.current?.getBoundingClientRect();
    if (!tip || !own) return;
    const left = Math.min(Math.max(MARGIN, tip.spot.x - own.width / 2), innerWidth - own.width - MARGIN);
    const above = tip.spot.y - own.height - MARGIN;
    setCorner({ left, top: above < MARGIN ? Math.min(tip.spot.y + 28, innerHeight - own.height - MARGIN) : above });
  }, [tip]);
  if (!tip) return null;
  return (
    <div class="tip" role="tooltip" ref={box} style={{ left: `${corner.left}px`, top: `${corner.top}px` }}>
      <strong>{tip.title}</strong>
      <dl>
        {tip.lines.map((line) => (
          <div key={line.name}>
            <dt>{line.name}</dt>
            <dd>{line.value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
