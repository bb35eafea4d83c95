// What callers say to the embedded front desk and what they say that has nothing to do with it. The first of each
// two were looked at when the weights and thresholds of understanding were chosen, the second were not.
#pragma once

#include <string_view>

namespace parley {

// The intent, then what means it.
inline constexpr std::string_view kEnglish = R"(
opening_hours|hi um what time do you guys open
opening_hours|when do you open in the morning
opening_hours|i was wondering what your opening hours are
opening_hours|are you open on sundays
opening_hours|are you guys closed on friday
opening_hours|what time do you close today
opening_hours|could you tell me your hours please
opening_hours|till when are you open on thursday
opening_hours|is the office open tomorrow
opening_hours|hours please
address|where exactly are you located
address|could you give me your address please
address|what's the address
address|how do i get to your office
address|i can't find you where is the clinic
address|what street is it on
address|can i park there
prices|how much is a cleaning
prices|what would a filling cost
prices|how much for teeth whitening
prices|what's the price of a crown
prices|how much do you charge for a check up
prices|can you tell me what a crown costs
prices|and what about a whitening
prices|what are your prices
prices|is whitening expensive
callback|i'd like to make an appointment
callback|i need an appointment for a cleaning please
callback|could you call me back please
callback|can somebody call me back
callback|i want to leave a message
callback|i have a terrible toothache
callback|can i book an appointment for monday
callback|i'd like to schedule a check up
callback|i want to cancel my appointment
callback|i need to see a dentist today
insurance|do you take insurance
insurance|do you accept credit cards
insurance|is this covered by my insurance
person|can i talk to a real person
person|i want to speak to a human being
person|let me speak with somebody please
person|put me through to the receptionist
person|operator
person|transfer me to someone please
repeat|sorry can you repeat that
repeat|could you say that again please
repeat|i didn't hear that
repeat|what did you say
abilities|what can you do for me
abilities|what can i ask you
abilities|are you a robot
hello|hello
hello|good morning
hello|hey there
thanks|thanks a lot
thanks|thank you so much
goodbye|okay goodbye
goodbye|bye bye
goodbye|that's all thanks
goodbye|no that's it bye
goodbye|thank you bye
goodbye|have a nice day
)";

// The intent, then what means it.
inline constexpr std::string_view kUnseenEnglish = R"(
opening_hours|do you open before nine on weekdays
opening_hours|what are the hours on thursday please
opening_hours|are you open right now
opening_hours|hi when do you guys close tonight
opening_hours|can you tell me when you are open
opening_hours|what days are you closed
opening_hours|how early do you open
opening_hours|is anyone there on saturday
address|what is the address of the clinic again
address|which floor is it
address|can you tell me where your office is
address|how do i find you
address|is there any parking near you
address|i need directions to your office
address|where do i have to go
prices|what is the cost for a filling please
prices|could you tell me how much a crown is
prices|what do you take for whitening
prices|how expensive is a cleaning
prices|do you know the price for two fillings
prices|i'd like to know your prices
prices|a check up how much is that
callback|hello i would like to book an appointment please
callback|can i get an appointment tomorrow morning
callback|i want to see the dentist
callback|please have someone call me back
callback|can i leave my number with you
callback|is there anything free on tuesday
callback|my tooth really hurts
callback|i need to move my appointment to monday
insurance|what insurance do you accept
insurance|can i pay with a credit card
insurance|will my insurance cover that
person|i would like to talk to a person please
person|can you put me through to someone
person|give me a human
person|is there a receptionist i can speak to
person|could you connect me to the office
repeat|what was that again
repeat|can you say it one more time
repeat|sorry i did not understand that
repeat|please repeat that
abilities|what can i say
abilities|what are my options here
abilities|can you help me
hello|hi there
hello|good afternoon
thanks|that's great thank you
thanks|thanks very much
goodbye|no thank you that's all
goodbye|alright bye
goodbye|thanks goodbye
goodbye|i have to go now bye
)";

// The intent, then what means it.
inline constexpr std::string_view kHebrew = R"(
opening_hours|מתי אתם פותחים מחר
opening_hours|מה שעות הפתיחה שלכם
opening_hours|עד איזו שעה אתם פתוחים היום
opening_hours|אתם פתוחים ביום שישי
opening_hours|אתם עובדים בשבת
opening_hours|רציתי לדעת מה שעות הפעילות
address|איפה אתם נמצאים
address|מה הכתובת של המרפאה בבקשה
address|איך מגיעים אליכם
address|יש אצלכם חניה
prices|כמה עולה הלבנת שיניים
prices|כמה עולה ניקוי
prices|מה המחיר של כתר
prices|כמה זה עולה
prices|ומה לגבי סתימה
callback|אני רוצה לקבוע תור לבדיקה
callback|אפשר לקבוע תור ליום שני
callback|תחזרו אליי בבקשה
callback|רציתי להשאיר הודעה
callback|כואבת לי השן
person|אני רוצה לדבר עם בן אדם
person|אפשר לדבר עם נציג בבקשה
person|תעבירי אותי לנציג
repeat|אפשר לחזור על זה
repeat|לא שמעתי
abilities|מה אתה יודע לעשות
hello|שלום
hello|בוקר טוב
thanks|תודה רבה
goodbye|להתראות
goodbye|זה הכל תודה
goodbye|ביי
insurance|אתם מקבלים אשראי
)";

// The intent, then what means it.
inline constexpr std::string_view kUnseenHebrew = R"(
opening_hours|באיזו שעה אתם סוגרים היום
opening_hours|אתם פתוחים עכשיו
opening_hours|מתי פותחים אצלכם בבוקר
opening_hours|מה שעות העבודה של המרפאה
opening_hours|עד מתי אתם פתוחים
address|איפה המרפאה נמצאת
address|באיזו קומה אתם
address|איך אני מגיע אליכם
address|אפשר את הכתובת
address|יש חניה ליד
prices|מה המחיר של סתימה
prices|כמה עולה כתר אצלכם
prices|כמה תעלה לי הלבנה
prices|רציתי לשאול על המחירים
callback|אפשר תור לשיננית מחר
callback|אני רוצה להשאיר פרטים
callback|שמישהו יחזור אליי
callback|יש לי כאב שיניים נורא
callback|אני צריכה לבטל את התור
person|תעבירו אותי למזכירה בבקשה
person|אפשר נציג
person|אני רוצה לדבר עם מישהו
repeat|סליחה לא שמעתי
repeat|מה אמרת
repeat|אפשר שוב בבקשה
abilities|במה אתה יכול לעזור לי
hello|היי
thanks|תודה
goodbye|לא תודה זה הכול
goodbye|יום טוב להתראות
insurance|אפשר לשלם באשראי
)";

inline constexpr std::string_view kOtherEnglish = R"(
what's the weather like tomorrow
who won the football game last night
can you order me a pizza
i want to open a bank account
how old are you
what is the capital of france
play some music
is my car ready
i need a taxi to the airport
do you sell shoes
tell me a joke
my printer does not work
what time is it
how do i reset my password
where is my package
i want to return a jacket
do you have any tables for two tonight
how much is a ticket to london
can you send me an email
i forgot my umbrella in your shop
my dog is sick
turn off the lights in the kitchen
what's your favourite movie
where were you born
i lost my credit card
do not put me through
i don't want an appointment
please don't hang up
the train leaves at nine
she told me that he was there
it is raining here
we went to the beach on sunday
my brother lives on the second floor
how long does it take to learn french
is the museum closed
how far is the moon
how much money do i have
call my mother
open the door
close the window
i would like to buy a house
how are your children
do you know a good restaurant
can i bring my dog
read me the news
when is the next bus
i am looking for a job
what did the president say
no i mean the other one
yes but not like that
i said something else
wait a second
let me think
what about the other thing
never in my life
)";

inline constexpr std::string_view kUnseenOtherEnglish = R"(
how do i cook rice
what's the time in new york
my internet is down again
i want to change my flight
send flowers to my wife
who wrote this book
is it going to rain on friday
book me a room for tuesday
how much does the bus cost
where can i buy stamps
i have a problem with my bill
can you translate this letter
what's your name
do you like music
the baby is asleep
turn the volume up
i need a new phone
my order has not arrived
did you see the match
tell my boss i am late
what is two plus two
i am not interested
stop calling me
please don't call me back
you are wrong
that is not what i asked
i was talking to my wife
one second please
hold on a moment
can you lower your voice
are you married
do you have a job for me
i would like to rent a car
is the pool open
when does the film start
how far is it to the station
i want to order two coffees
what should i wear today
give me five minutes
i don't have insurance
the doctor told me to rest
there is a fire
we are three people
where did i put my keys
how is your mother
my tooth brush is blue
set an alarm for seven
read my messages
what's the score
nobody told me about that
)";

inline constexpr std::string_view kOtherHebrew = R"(
מה מזג האוויר מחר
מי ניצח במשחק אתמול
אני רוצה להזמין פיצה
אני רוצה לפתוח חשבון בנק
איפה החבילה שלי
כמה עולה כרטיס לרכבת
אל תעביר אותי
אני לא רוצה תור
תשמיע לי מוזיקה
איך מאפסים סיסמה
הכלב שלי חולה
תתקשר לאמא שלי
תפתח את הדלת
ירד אתמול גשם
מתי האוטובוס הבא
אני מחפש עבודה
יש לכם נעליים
מי ראש הממשלה
הרכב שלי מוכן
אין לי זמן עכשיו
בוא נלך לים
ספר לי בדיחה
)";

inline constexpr std::string_view kUnseenOtherHebrew = R"(
כמה עולה קילו עגבניות
איפה קונים בולים
מתי מתחיל הסרט
אני רוצה להזמין חדר במלון
האינטרנט שלי לא עובד
מה השעה
תגיד למנהל שאני מאחר
אני לא מעוניין
תפסיקו להתקשר אליי
יש דליקה בבית
אנחנו שלושה אנשים
איפה שמתי את המפתחות
מי כתב את הספר
שלח פרחים לאשתי
הטלפון שלי התקלקל
רגע אחד
לא לזה התכוונתי
מה שלום אמא שלך
אני צריך מונית
תרגם לי את המכתב
)";

}  // namespace parley
