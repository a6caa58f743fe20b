//! The enumerations of the tables, each with its English and its Chinese spelling.

use serde::{Deserialize, Serialize};

macro_rules! enumeration {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $en:literal | $zh:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $en)] $variant,)+
        }

        impl $name {
            /// Every value, in declaration order; `self as usize` is the position.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Reads either spelling, without regard to ASCII case.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                $(if text.eq_ignore_ascii_case($en) || text == $zh { return Some(Self::$variant); })+
                None
            }

            /// The English spelling used in files.
            #[must_use]
            pub const fn en(self) -> &'static str {
                match self { $(Self::$variant => $en),+ }
            }

            /// The Chinese spelling used in files.
            #[must_use]
            pub const fn zh(self) -> &'static str {
                match self { $(Self::$variant => $zh),+ }
            }
        }
    };
}

enumeration!(
    /// What an agency does (类别).
    Category {
        /// Party and mass organisations.
        PartyMass = "party_mass" | "党群",
        /// Political and legal organs.
        PoliticalLegal = "political_legal" | "政法",
        /// Economic departments.
        Economic = "economic" | "经济",
        /// Agricultural departments.
        Agricultural = "agricultural" | "涉农",
        /// Everything else.
        General = "general" | "综合",
    }
);

enumeration!(
    /// What a village suffers from, or is good at (村类型).
    VillageType {
        /// Weak leadership.
        Weak = "weak" | "软",
        /// Disorderly.
        Disorderly = "disorderly" | "乱",
        /// Poor.
        Poor = "poor" | "穷",
        /// Specialised in a product.
        Specialised = "specialised" | "专业",
    }
);

enumeration!(
    /// A cadre's rank (职级), which sets its quota.
    Rank {
        /// Deputy county level and above.
        DeputyCounty = "deputy_county" | "副县级以上",
        /// Section chief.
        Section = "section" | "正科级",
        /// Deputy section chief.
        DeputySection = "deputy_section" | "副科级",
        /// Below section level.
        Staff = "staff" | "科级以下",
    }
);

enumeration!(
    /// A cadre's role in its agency (职务).
    Role {
        /// The agency's head, who cannot be a first secretary.
        Head = "head" | "主要领导",
        /// A deputy head, who may lead a work team.
        Deputy = "deputy" | "副职",
        /// Anyone else.
        Member = "member" | "一般干部",
    }
);

enumeration!(
    /// How a cadre came to be a candidate for first secretary (报名方式).
    Application {
        /// Not a candidate.
        None = "none" | "无",
        /// Put the own name down.
        Volunteered = "volunteered" | "个人报名",
        /// Recommended by the organisation.
        Recommended = "recommended" | "组织推荐",
        /// Both.
        Both = "both" | "两者",
    }
);

enumeration!(
    /// Why a household is poor (致贫原因).
    Cause {
        /// Illness.
        Illness = "illness" | "因病",
        /// Disability.
        Disability = "disability" | "因残",
        /// The cost of schooling.
        Schooling = "schooling" | "因学",
        /// Lack of labour.
        Labour = "labour" | "缺劳力",
        /// Lack of funds.
        Funds = "funds" | "缺资金",
        /// Lack of skills.
        Skills = "skills" | "缺技术",
    }
);

enumeration!(
    /// What a pin is about.
    PinKind {
        /// Agency leads village.
        Lead = "lead" | "牵头",
        /// Agency is attached to village.
        Attach = "attach" | "挂点",
        /// Cadre is posted to village.
        Post = "post" | "派驻",
        /// Cadre helps household.
        Help = "help" | "帮扶",
        /// Cadre is the village's first secretary.
        Secretary = "secretary" | "第一书记",
        /// Cadre leads the village's work team.
        Leader = "leader" | "组长",
    }
);

enumeration!(
    /// Whether a pin demands or rules out.
    PinMode {
        /// The plan must have it.
        Require = "require" | "必须",
        /// The plan must not have it.
        Forbid = "forbid" | "禁止",
    }
);

enumeration!(
    /// An agency's part in a village, as written in `attachments.csv`.
    AttachmentRole {
        /// The lead agency (牵头单位).
        Lead = "lead" | "牵头",
        /// An assisting agency (协助单位).
        Assist = "assist" | "协助",
    }
);

enumeration!(
    /// A cadre's part in a work team, as written in `teams.csv`.
    TeamRole {
        /// The team's leader.
        Leader = "leader" | "组长",
        /// The first secretary, who is also a member.
        Secretary = "secretary" | "第一书记",
        /// Any other member.
        Member = "member" | "队员",
    }
);
