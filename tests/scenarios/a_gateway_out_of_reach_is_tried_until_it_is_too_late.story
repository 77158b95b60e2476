# Verdict RETRY: certain that nothing was taken. The pauses double from half
# a minute, never more than an hour, until the latest useful time: 13:00.
at 2026-11-26 09:00 Europe/Paris
kept live on
office
  rules:
    - {name: hours, before: 5h, channels: [sms, mail], late: send}
end
csv
  id,start,name,phone,email
  ada,2026-11-26 15:00,Ada Martin,+33 6 39 98 00 01,ada@example.org
end
reply sms always unreachable
at 2026-11-26 10:00
expect sms to +33639980001
expect reminder hours sms planned attempts 1

# 30 to 60 s, 1 to 2 min, 2 to 4, 4 to 8, 8 to 16, 16 to 32, 30 to 60 …
at 2026-11-26 10:01
expect sms to +33639980001 again
at 2026-11-26 10:03
expect sms to +33639980001 again
at 2026-11-26 10:07
expect sms to +33639980001 again
at 2026-11-26 10:15
expect sms to +33639980001 again
at 2026-11-26 10:31
expect sms to +33639980001 again
at 2026-11-26 11:03
expect sms to +33639980001 again

# Once it says that it is away for the day, waiting is over.
reply sms always 429 after 1d
at 2026-11-26 12:03
expect sms to +33639980001 again
expect reminder hours sms expired reason too-late
expect reminder hours mail skipped reason fallback
wait 4h
expect silence
