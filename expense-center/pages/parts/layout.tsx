import type { ComponentChildren, VNode } from 'preact';
import type { Language } from '../../../domain/explain-words.js';
import { icon, stylesheet } from '../assets.js';
import { sayIn, type Say } from '../texts/say.js';
import { urlWith, type Visit } from '../visit.js';
import { Navigation } from './navigation.js';

export interface LayoutProps {
  /** Absent for somebody unknown; then `language` and `path` are needed. */
  visit?: Visit | undefined;
  language?: Language;
  path?: string;
  title: string;
  /** What the last form came to. */
  notice?: string[] | undefined;
  children?: ComponentChildren;
}

const htmlLanguages: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-CN' };

export function Layout(props: LayoutProps): VNode {
  const { visit, title, notice, children } = props;
  const language = visit?.language ?? props.language ?? 'en';
  const say = visit?.say ?? sayIn(language);
  const isWrong = visit?.refused !== undefined;
  return (
    <html lang={htmlLanguages[language]}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${isWrong ? say('error.title') : ''}${title} · ${say('brand')}`}</title>
        <link rel="icon" href={icon.url} type="image/svg+xml" />
        <link rel="stylesheet" href={stylesheet.url} />
      </head>
      <body class={visit ? 'signed-in' : 'signed-out'}>
        <a class="skip-link" href="#main">
          {say('skip')}
        </a>
        <Header say={say} language={language} visit={visit} path={props.path ?? backTo(visit)} />
        {visit && <Navigation visit={visit} />}
        <main id="main" tabIndex={-1}>
          {visit?.account && (
            <p class="eyebrow">
              {visit.account.name} <span class="muted">{visit.account.id}</span>
            </p>
          )}
          <h1>{title}</h1>
          {notice && (
            <div class="notice good" role="status">
              {notice.map((line) => (
                <p key={line}>{line}</p>
              ))}
            </div>
          )}
          {children}
        </main>
        {visit?.account && <Footer say={say} zone={visit.account.zone} />}
      </body>
    </html>
  );
}

/** Where the visitor is, without what a form came to. */
function backTo(visit: Visit | undefined): string {
  if (!visit) return '/';
  const { done: _done, ...query } = visit.query;
  return urlWith(visit.path, query);
}

interface HeaderProps {
  say: Say;
  language: Language;
  visit: Visit | undefined;
  path: string;
}

function Header({ say, language, visit, path }: HeaderProps): VNode {
  const other = language === 'en' ? 'zh' : 'en';
  return (
    <header class="top">
      <a class="brand" href="/">
        <img src={icon.url} alt="" width="28" height="28" />
        <span>{say('brand')}</span>
      </a>
      <div class="top-right">
        {visit && (
          <span class="who">
            <span class="who-name">{visit.principal.name}</span>
            <span class="role">{say(`role.${visit.principal.role}`)}</span>
          </span>
        )}
        <form method="post" action="/language">
          <input type="hidden" name="back" value={path} />
          <input type="hidden" name="language" value={other} />
          <button class="quiet" type="submit" lang={htmlLanguages[other]}>
            {other === 'zh' ? '中文' : 'English'}
          </button>
        </form>
        {visit && (
          <form method="post" action="/sign-out">
            <button class="quiet" type="submit">
              {say('sign-out')}
            </button>
          </form>
        )}
      </div>
    </header>
  );
}

function Footer({ say, zone }: { say: Say; zone: string }): VNode {
  return (
    <footer class="bottom">
      <p>{say('footer.zone', { zone })}</p>
    </footer>
  );
}
