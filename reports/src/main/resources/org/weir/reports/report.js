'use strict';
// Filters, sorts and copies. Everything it works on is in the page already.
document.documentElement.classList.add('scripted');
addEventListener('DOMContentLoaded', () => {
  const said = document.getElementById('said');

  document.querySelectorAll('.copy').forEach(copy => {
    const code = copy.querySelector('code');
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Copy';
    button.addEventListener('click', async () => {
      let copied = true;
      try {
        await navigator.clipboard.writeText(code.textContent);
      } catch {
        getSelection().selectAllChildren(code);
        copied = document.execCommand('copy');
      }
      button.textContent = copied ? 'Copied' : 'Press Ctrl+C';
      said.textContent = copied ? 'Copied.' : 'The command is selected: press Ctrl+C.';
      setTimeout(() => { button.textContent = 'Copy'; }, 2000);
    });
    copy.append(button);
  });

  // What scrolls can be reached by the keyboard, and what does not is no stop on the way.
  const sized = new ResizeObserver(entries => {
    for (const {target} of entries) {
      if (target.scrollWidth > target.clientWidth || target.scrollHeight > target.clientHeight) {
        const caption = target.querySelector('caption') || target.closest('details, section, article').querySelector('summary, h2, h3');
        target.tabIndex = 0;
        target.setAttribute('role', 'group');
        target.setAttribute('aria-label', caption.textContent.slice(0, 80));
      } else {
        ['tabindex', 'role', 'aria-label'].forEach(name => target.removeAttribute(name));
      }
    }
  });
  document.querySelectorAll('.scroll, .outcomes, pre').forEach(e => sized.observe(e));

  // Newer browsers unfold what holds the target of a link on their own.
  const unfold = () => {
    let id;
    try { id = decodeURIComponent(location.hash.slice(1)); } catch { return; }
    const target = document.getElementById(id);
    if (!target) { return; }
    for (let e = target; e; e = e.parentElement) {
      if (e.tagName === 'DETAILS') { e.open = true; }
    }
    // Sections that come into view take their real height only then, so one jump may miss.
    let jumps = 3;
    const jump = () => { target.scrollIntoView({behavior: 'instant'}); if (--jumps) { requestAnimationFrame(jump); } };
    requestAnimationFrame(jump);
  };
  addEventListener('hashchange', unfold);
  unfold();

  // On phones rows are boxes, which some browsers then no longer take for rows.
  document.querySelectorAll('.overview, .claims').forEach(narrow => {
    narrow.setAttribute('role', 'table');
    narrow.querySelectorAll('thead, tbody').forEach(e => e.setAttribute('role', 'rowgroup'));
    narrow.querySelectorAll('tr').forEach(e => e.setAttribute('role', 'row'));
    narrow.querySelectorAll('td').forEach(e => e.setAttribute('role', 'cell'));
    narrow.querySelectorAll('th').forEach(e => e.setAttribute('role', e.closest('thead') ? 'columnheader' : 'rowheader'));
  });

  const table = document.getElementById('scenarios');
  if (!table) { return; }
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const columns = ['rank', 'name', 'samples', 'rate', 'bound', 'took'];
  const ranks = ['FAIL', 'ERROR', 'INCONCLUSIVE', 'PASS'];
  const units = {ms: 0.001, s: 1, min: 60, h: 3600};
  // The number that a cell says: 1,234 + 5; 3 of 41; 1 \u2212 2e-6; 2 min 3 s. None is below all others.
  const number = text => {
    const [a, b] = (text.replaceAll(',', '').match(/\d[\d.]*(e-?\d+)?/g) || ['-1']).map(Number);
    return text.includes('+') ? text.replaceAll(',', '').split('+').reduce((sum, n) => sum + Number(n), 0)
      : text.includes(' of ') ? a / b : text.includes('\u2212') ? a - b : a;
  };
  const duration = text => [...text.matchAll(/([\d.]+) (\w+)/g)].reduce((sum, [, n, unit]) => sum + n * units[unit], 0);
  const texts = new Map(rows.map(row => [row,
    ('verdict:' + row.cells[0].textContent.trim() + ' ' + row.cells[1].textContent + ' ' + (row.dataset.t.includes('by:') ? '' : 'by:processes ') + row.dataset.t).toLowerCase()]));
  const words = document.getElementById('words');
  const count = document.getElementById('count');
  const choices = [...document.querySelectorAll('[data-token]')];

  const remember = () => {
    const query = new URLSearchParams(location.search);
    words.value ? query.set('q', words.value) : query.delete('q');
    const chosen = choices.filter(c => c.ariaPressed === 'true').map(c => c.dataset.token.slice(8));
    chosen.length ? query.set('verdict', chosen.join(',')) : query.delete('verdict');
    const text = query.toString();
    try { history.replaceState(null, '', (text ? '?' + text : location.pathname) + location.hash); } catch { /* it is not kept */ }
  };
  const filter = () => {
    const tokens = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    const verdicts = choices.filter(c => c.ariaPressed === 'true').map(c => c.dataset.token);
    let shown = 0;
    for (const row of rows) {
      const text = texts.get(row);
      const has = tokens.every(t => text.includes(t)) && (!verdicts.length || verdicts.some(v => text.startsWith(v + ' ')));
      row.hidden = !has;
      shown += has;
    }
    count.textContent = shown === rows.length ? rows.length + ' configurations' : shown + ' of ' + rows.length + ' configurations';
  };
  document.getElementById('filter').addEventListener('submit', event => event.preventDefault());
  words.addEventListener('input', () => { filter(); remember(); });
  choices.forEach(choice => choice.addEventListener('click', () => {
    choice.ariaPressed = choice.ariaPressed === 'true' ? 'false' : 'true';
    filter();
    remember();
  }));

  const heads = [...table.tHead.querySelectorAll('[data-sort]')];
  const key = (row, by) => {
    const text = row.cells[columns.indexOf(by)].textContent;
    return by === 'name' ? text : by === 'rank' ? ranks.indexOf(text) : by === 'took' ? duration(text) : number(text);
  };
  for (const head of heads) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'sort';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => {
      const by = head.dataset.sort;
      const first = by === 'rank' || by === 'name' ? 'ascending' : 'descending';
      const order = head.ariaSort === first ? (first === 'ascending' ? 'descending' : 'ascending') : first;
      heads.forEach(other => other.removeAttribute('aria-sort'));
      head.ariaSort = order;
      const sign = order === 'ascending' ? 1 : -1;
      rows.sort((a, b) => {
        const x = key(a, by);
        const y = key(b, by);
        return sign * (by === 'name' ? x.localeCompare(y, 'en', {numeric: true}) : x - y);
      });
      body.append(...rows);
      said.textContent = 'Sorted by ' + button.textContent + ', ' + order + '.';
    });
  }
  const query = new URLSearchParams(location.search);
  words.value = query.get('q') || '';
  const verdicts = (query.get('verdict') || '').split(',');
  choices.forEach(choice => { choice.ariaPressed = String(verdicts.includes(choice.dataset.token.slice(8))); });
  filter();
});
