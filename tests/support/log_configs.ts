/** Configuration files for the logger, and what each is about. */

const console = `log4cplus.rootLogger = DEBUG, c
log4cplus.appender.c = log4cplus::ConsoleAppender
`;
const pattern = `${console}log4cplus.appender.c.layout = log4cplus::PatternLayout
log4cplus.appender.c.layout.ConversionPattern = `;

/** Files that DCMTK makes use of, if only after complaints. */
export const logConfigs: Readonly<Record<string, string>> = {
  "simple layout on standard output": console,
  "standard error": `${console}log4cplus.appender.c.logToStdErr = true`,
  "the misspelling of the samples": `${console}log4cplus.appender.c.logToStderr = true`,
  "a number for yes": `${console}log4cplus.appender.c.logToStdErr = 1`,
  "a threshold": `${console}log4cplus.appender.c.Threshold = info`,
  "an unknown threshold": `${console}log4cplus.appender.c.Threshold = loud`,
  "DCMTK's own layout": `${pattern}%P: %m%n`,
  "widths": `${pattern}[%5p|%-7p|%.2p|%-8.3p|%3m]%n`,
  "names": `${pattern}%c %c{1} %c{2} %-30c{1}|%20c{9}|%.5c %m%n`,
  "the process": `${pattern}%i %t %T %h %H %m%n`,
  "times": `${pattern}%D %d %D{%H:%M:%S.%q} %d{%y%j %Q} %r %m%n`,
  "dates": `${pattern}%D{%Y-%m-%d %a %A %b %B %e %I %p %U %W %V %u %w %G %C %D %F %R %Z} %m%n`,
  "percent signs and literals": `${pattern}100%% \${ %m %x%X{key}|%n`,
  "a pattern that ends too early": `${pattern}%m%n%5`,
  "a percent sign at the end": `${pattern}%n%m %`,
  "unknown letters": `${pattern}%z %m%n`,
  "a bad width": `${pattern}%5.p %m%n`,
  "an open option": `${pattern}%m%n %D{%H`,
  "a text in one piece": `${pattern}%p %m%n
log4cplus.appender.c.layout.FormatEachLine = false`,
  "a pattern under its old name": `${console}log4cplus.appender.c.layout = log4cplus::PatternLayout
log4cplus.appender.c.layout.Pattern = <%m>%n`,
  "no pattern": `${console}log4cplus.appender.c.layout = log4cplus::PatternLayout
log4cplus.appender.c.Threshold = fatal`,
  "an unknown layout": `${console}log4cplus.appender.c.layout = log4cplus::NiceLayout
log4cplus.appender.c.Threshold = fatal`,
  "TTCC": `${console}log4cplus.appender.c.layout = log4cplus::TTCCLayout`,
  "TTCC with a date": `${console}log4cplus.appender.c.layout = log4cplus::TTCCLayout
log4cplus.appender.c.layout.DateFormat = %H:%M:%S.%q
log4cplus.appender.c.layout.Use_gmtime = true`,
  "levels by logger": `${console}log4cplus.logger.dcmtk.dcmdata = WARN
log4cplus.logger.dcmtk.dcmnet = OFF`,
  "levels inherited": `${console}log4cplus.logger.dcmtk = WARN
log4cplus.logger.dcmtk.apps = INHERITED
log4cplus.logger.dcmtk.apps.storescu = INHERIT
log4cplus.logger.dcmtk.dcmnet = DEBUG`,
  "two appenders": `log4cplus.rootLogger = INFO, a, b
log4cplus.appender.a = log4cplus::ConsoleAppender
log4cplus.appender.b = log4cplus::ConsoleAppender
log4cplus.appender.b.logToStdErr = true
log4cplus.appender.b.Threshold = WARN`,
  "additivity": `${console}log4cplus.logger.dcmtk.dcmnet = DEBUG, n
log4cplus.logger.dcmtk.apps.storescu = INFO, n
log4cplus.additivity.dcmtk.dcmnet = false
log4cplus.appender.n = log4cplus::ConsoleAppender
log4cplus.appender.n.logToStdErr = true`,
  "nothing": `log4cplus.rootLogger = TRACE, n
log4cplus.appender.n = log4cplus::NullAppender`,
  "no appender": "log4cplus.rootLogger = INFO",
  "an unknown appender": "log4cplus.rootLogger = INFO, x",
  "an unknown kind of appender": `${console}log4cplus.appender.x = log4cplus::PigeonAppender`,
  "quiet mode": `${console}log4cplus.quietMode = true
log4cplus.appender.x = log4cplus::PigeonAppender`,
  "progress": `${console}log4cplus.logger.dcmtk.apps.storescu.progress = INFO`,
  "a range": `${console}log4cplus.appender.c.filters.1 = log4cplus::spi::LogLevelRangeFilter
log4cplus.appender.c.filters.1.LogLevelMin = INFO
log4cplus.appender.c.filters.1.LogLevelMax = WARN
log4cplus.appender.c.filters.1.AcceptOnMatch = true
log4cplus.appender.c.filters.2 = log4cplus::spi::DenyAllFilter`,
  "a range that only denies": `${console}log4cplus.appender.c.filters.1 = log4cplus::spi::LogLevelRangeFilter
log4cplus.appender.c.filters.1.LogLevelMin = INFO`,
  "one level": `${console}log4cplus.appender.c.filters.1 = log4cplus::spi::LogLevelMatchFilter
log4cplus.appender.c.filters.1.LogLevelToMatch = DEBUG`,
  "words": `${console}log4cplus.appender.c.filters.1 = log4cplus::spi::StringMatchFilter
log4cplus.appender.c.filters.1.StringToMatch = Association
log4cplus.appender.c.filters.1.AcceptOnMatch = true
log4cplus.appender.c.filters.2 = log4cplus::spi::DenyAllFilter`,
  "an unknown filter": `${console}log4cplus.appender.c.filters.1 = log4cplus::spi::TasteFilter
log4cplus.appender.c.filters.2 = log4cplus::spi::DenyAllFilter`,
  "filters with a gap": `${console}log4cplus.appender.c.filters.2 = log4cplus::spi::DenyAllFilter`,
  "variables": `word = storescu
\${word}.x = \${nobody}
log4cplus.level = INFO
${console}log4cplus.logger.dcmtk.apps.\${word} = \${log4cplus.level}
log4cplus.appender.c.layout = log4cplus::PatternLayout
log4cplus.appender.c.layout.ConversionPattern = \${appname} \${\${inner}} \${HOME} %m%n
inner = word`,
  "a variable without an end": `x = \${y
${console}`,
  "spaces, comments and carriage returns": ` # a comment
  log4cplus.rootLogger\t=  INFO ,c\r
no equals sign
log4cplus.appender.c=log4cplus::ConsoleAppender\r
`,
  "a file": `${console}log4cplus.rootLogger = DEBUG, f
log4cplus.appender.f = log4cplus::FileAppender
log4cplus.appender.f.File = \${appname}.log`,
  "two files, one of them nowhere": `log4cplus.rootLogger = INFO, f, g
log4cplus.appender.f = log4cplus::FileAppender
log4cplus.appender.f.File = one.log
log4cplus.appender.f.Append = true
log4cplus.appender.g = log4cplus::FileAppender
log4cplus.appender.g.File = /nowhere/two.log`,
  "a file without a name": `${console}log4cplus.appender.f = log4cplus::FileAppender`,
  "a rolling file": `log4cplus.rootLogger = DEBUG, f
log4cplus.appender.f = log4cplus::RollingFileAppender
log4cplus.appender.f.File = rolling.log
log4cplus.appender.f.MaxFileSize = 5MB`,
  "a daily file": `log4cplus.rootLogger = DEBUG, f
log4cplus.appender.f = log4cplus::DailyRollingFileAppender
log4cplus.appender.f.File = daily.log`,
  "a weekly file": `log4cplus.rootLogger = DEBUG, f
log4cplus.appender.f = log4cplus::DailyRollingFileAppender
log4cplus.appender.f.Schedule = weekly
log4cplus.appender.f.File = weekly.log`,
  "a monthly file": `log4cplus.rootLogger = DEBUG, f
log4cplus.appender.f = log4cplus::DailyRollingFileAppender
log4cplus.appender.f.Schedule = Monthly
log4cplus.appender.f.File = monthly.log`,
};

/** Files that the oracle refuses, with its reason. */
export const refusedLogConfigs: Readonly<Record<string, string>> = {
  "": "does not contain any settings",
  "# nothing": "does not contain any settings",
  "a = b": "does not contain any valid settings",
  "log4cplus.appender.c = log4cplus::ConsoleAppender": "does not set up log4cplus.rootLogger",
};
