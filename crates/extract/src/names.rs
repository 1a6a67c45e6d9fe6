//! First names that are given to women or to men; general English, nobody's data. Names that are given to both, or that name places
//! as often as people, are left out: a name that is not here says nothing.

use std::{collections::HashMap, sync::LazyLock};

/// Whom a name is given to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    She,
    He,
}

const WOMEN: &str = "\
    Abigail Ada Adele Adriana Agatha Agnes Aisha Alba Alice Alicia Alina Alma Amanda Amelia Amélie Amina Amy Ana Anastasia Andrea \
    Angela Angelica Anita Anja Anke Ann Anna Anne Annette Annie Anya Astrid Audrey Ava Barbara Beatrice Beatriz Becca Becky \
    Bella Bernadette Bertha Beth Bettina Betty Bianca Birgit Brenda Bridget Brigitte Camila Camilla Camille Carla Carmen Carol \
    Caroline Carolyn Catalina Caterina Catherine Cathy Cecilia Celia Chiara Chloe Christina Christine Cindy Claire Clara Clarissa \
    Claudia Colleen Connie Cynthia Daisy Daniela Danielle Daphne Dawn Deborah Debbie Delia Diana Diane Dolores Donna Doris Dorothy \
    Edith Eileen Elaine Eleanor Elena Elisa Elise Elisabeth Eliza Elizabeth Ella Ellen Eloise Elsa Elsie Emilia Emily Emma Erica Erika \
    Erin Estelle Esther Ethel Eva Eve Evelyn Fatima Felicity Fiona Flora Frances Francesca Frida Gabriela Gabriella Gemma Genevieve \
    Georgina Gertrude Gina Giulia Gloria Grace Greta Gretchen Gwen Hana Hanna Hannah Harriet Hazel Heather Heidi Helen Helena Helga \
    Hilary Hilda Holly Ida Ines Inga Ingrid Irene Irina Iris Isabel Isabella Isabelle Ivy Jacqueline Jane Janet Janice Jasmine \
    Jeanne Jen Jenna Jennifer Jenny Jess Jessica Jill Joan Joanna Joanne Josephine Joyce Juana Judith Judy Julia Juliana Julie Juliet \
    Karen Karin Karla Kate Katerina Katharina Katherine Kathleen Kathryn Kathy Katie Katrin Katrina Katya Kerstin Kirsten \
    Kristen Kristin Kristina Lara Larissa Laura Lauren Leah Leila Lena Leona Leticia Lidia Lila Lily Linda Lisa Liv Livia Liz Lola \
    Lorena Lori Lorna Lotte Louisa Louise Lucia Lucie Lucille Lucy Luisa Luna Lydia Lynn Mabel Maddie Madeleine Magda Magdalena Maggie \
    Maja Mandy Manuela Marcia Margaret Margarita Margot Maria Mariana Marianne Marie Marilyn Marina Marisol Marit Marjorie Marlene \
    Marta Martha Martina Mary Matilda Maud Maureen Maya Megan Melanie Melissa Mercedes Mia Michelle Mildred Millie Mira Miranda Miriam \
    Moira Molly Mona Monica Monika Muriel Myra Nadia Nadine Nancy Naomi Natalia Natalie Natasha Nell Nellie Nicole Nina Noemi Nora \
    Norma Octavia Odette Olga Olive Olivia Ophelia Oriana Paige Pamela Patricia Paula Pauline Penelope Penny Petra Philippa Phoebe \
    Phyllis Pia Polly Priya Rachel Ramona Rebecca Regina Renata Renee Rita Roberta Rosa Rosalie Rosalind Rosanna Rose Rosemary Roxanne \
    Ruby Ruth Sabine Sabrina Sally Samantha Sandra Sara Sarah Selena Selma Serena Shannon Sharon Sheila Shirley Silvia Simone \
    Sofia Sofie Sonia Sonja Sophia Sophie Stacy Stella Stephanie Sue Susan Susanna Susanne Susie Suzanne Svetlana Sylvia Tabitha Tamara \
    Tania Tanya Tara Tatiana Teresa Tessa Thea Theresa Tiffany Tilda Tina Trudy Ulrike Ursula Valentina Valeria Valerie Vanessa Vera \
    Veronica Viola Violet Virginie Vivian Viviana Wanda Wendy Wilma Winifred Xenia Yasmin Yolanda Yvette Yvonne Zara Zelda Zoe Zoë \
    Zuzana \
    Adaeze Agnieszka Aino Akiko Aminata Amparo Anjali Anneke Anouk Aoife Bea Beryl Bethan Britta Bronwen Cerys Chioma Ciara Consuelo \
    Deepa Dilys Divya Dragana Ebba Ekaterina Elif Elin Ellie Farah Fatou Femke Ffion Folake Freya Greer Gudrun Gunilla Hanne Ifeoma \
    Ileana Imogen Inés Ioana Irena Ivana Jana Jelena Jocelyn Kadri Kaisa Katalin Katarzyna Kavita Keiko Khadija Lakshmi Layla Leonora \
    Lieke Liisa Linnea Lucía Ludmila Maeve Mair Maren María Marijke Maryam Mavis Meera Mieke Milena Ngozi Niamh Nisha Olwen Oona Orla \
    Ottilie Pilar Pooja Ragnhild Rania Riitta Rocío Róisín Ruta Salma Sanne Saoirse Saskia Shirin Shreya Sigrid Silje Sinéad Siobhan \
    Siri Sofía Solveig Sunita Swati Tamsin Una Vesna Yoko Zainab Zeynep Zofia Zsófia Zuzanna";

const MEN: &str = "\
    Aaron Abdul Abraham Adam Adrian Ahmed Alan Albert Alberto Alejandro Aleksandr Alessandro Alexander Alfonso Alfred Ali Alistair \
    Allan Allen Alonso Álvaro Amir Anders Andre André Andreas Andrei Andrés Andrew Andy Angelo Ángel Anil Anthony Anton Antonio Archie \
    Arjun Armando Arnold Arthur Arvo Augustus Axel Barack Barry Bart Bartholomew Ben Benedict Benjamin Benny Bernard Bernd Bernhard \
    Bert Bill Billy Björn Bob Bobby Boris Brad Brandon Brendan Brian Bruce Bruno Bryan Byron Callum Calvin Camil Carl Carlo Carlos \
    Cedric César Chad Charles Charlie Chris Christian Christoph Christopher Chuck Claude Clement Clive Colin Conor Conrad Constantin \
    Craig Curtis Cyril Dan Daniel Danny Darius Darren Dave David Denis Dennis Derek Dermot Desmond Diego Dieter Dimitri Dirk \
    Dmitri Dmitry Dominic Dominik Don Donald Doug Douglas Duncan Dylan Earl Ed Eddie Edgar Edmund Eduardo Edward Edwin Egon Elias Eli \
    Elliot Elmer Emanuel Emil Emilio Emmanuel Enrico Enrique Eric Erich Erik Ernest Ernesto Ernst Erwin Esteban Ethan Eugene Evan Ezra \
    Fabian Fabio Farid Federico Felipe Felix Ferdinand Fernando Filip Finn Floyd Francesco Francis Francisco Franco Frank Franz Fred \
    Freddie Frederick Friedrich Fritz Gabriel Gareth Garth Gary Gavin Geoff Geoffrey Georg George Georges Gerald Gerard Gerhard Gilbert \
    Giles Giorgio Giovanni Giuseppe Glenn Godfrey Gordon Graham Grant Greg Gregor Gregory Guido Guillaume Guillermo Günter Gus Gustav \
    Hank Hans Harald Harold Harry Hassan Hector Heinrich Heinz Helmut Hendrik Henri Henrik Henry Herbert Herman Hermann Hiroshi \
    Horace Horst Howard Hubert Hugh Hugo Humphrey Ian Ibrahim Ignacio Igor Ilya Ingmar Isaac Isaiah Ivan Ivo Jack Jacob Jacques Jaime \
    Jake Jakob James Jared Jarvis Jason Javier Jeff Jeffrey Jens Jeremy Jerome Jerry Jim Jimmy Joachim Joaquín Jochen Joe Joel \
    Johan Johann Johannes John Johnny Jon Jonas Jonathan Jorge José Josef Joseph Josh Joshua Juan Jürgen Julian Julio Julius Justin Kai \
    Karim Karl Karsten Keith Ken Kenneth Kenny Kevin Klaus Konrad Kurt Kyle Lance Larry Lars Laurence Laurent Lawrence Len Leo Leon \
    Leonard Leonardo Leopold Leroy Liam Lionel Lloyd Lorenzo Louis Luca Lucas Luigi Luis Lukas Luke Luther Magnus Malcolm Manfred \
    Manuel Marc Marcel Marco Marcos Marcus Mario Marius Mark Markus Martin Marvin Mateo Mathias Mathieu Matt Matteo Matthew Matthias \
    Maurice Mauro Max Maxim Maximilian Mehmet Michael Michel Miguel Mikael Mike Mikhail Miles Milo Mohamed Mohammed Morris \
    Moses Muhammad Nathan Nathaniel Ned Neil Niall Nicholas Nick Nicolas Niels Nigel Nikolai Nikolas Nils Noah Noel Norman Olaf \
    Oleg Oliver Omar Oscar Oskar Otis Otto Owen Pablo Paolo Pascal Patrick Paul Paulo Pavel Pedro Percy Peter Phil Philip \
    Philippe Phillip Pierre Piotr Quentin Rafael Raj Rajesh Ralf Ralph Ramón Randall Randy Raúl Ray Raymond Reginald Reinhard René Rex \
    Ricardo Richard Rick Ricky Rob Robert Roberto Rodrigo Roger Roland Rolf Roman Ron Ronald Rory Ross Roy Rudolf Rudolph Rupert Russell \
    Salvador Salvatore Sam Sami Samuel Sander Sanjay Saul Scott Sean Sebastian Sergei Sergio Seth Shane Shaun Sidney Siegfried Sigmund \
    Silas Simon Søren Stan Stanislav Stanley Stefan Stefano Stephan Stephen Steve Steven Stewart Stuart Sven Ted Terence Terry Theo \
    Theodor Theodore Thomas Thor Tim Timothy Tobias Toby Todd Tom Tomás Tomasz Tommy Tony Torsten Travis Trevor Tristan Tyler Ulrich Uwe \
    Valentin Vernon Viktor Vince Vincent Vincenzo Vladimir Wade Wallace Walter Warren Wayne Werner Wilbur Wilfred Wilhelm Will Willem \
    William Willie Winston Wolfgang Xavier Yann Yannick Yuri Yusuf Zachary Zbigniew \
    Abdullah Ahmet Akira Alain Alasdair Alastair Amit Anand Angus Ante Antti Arun Ashok Attila Babatunde Barnaby Bengt Benoît Bilal \
    Bogdan Bram Chidi Chinedu Ciaran Cillian Crispin Dafydd Declan Deepak Didier Dragan Emeka Emlyn Emre Eoin Étienne Euan Ewan Fabrice \
    Femi Ferenc Fergus Gethin Gilles Gonzalo Goran Göran Gunnar Gwyn Håkon Hamish Hamza Haruto Huw Iain Idris Iker Imran István Ivor \
    Janusz Jaroslav Jeroen Jerzy Jesper João Joaquin Joost Juhani Jukka Kazuo Kenji Khalid Kieran Knut Kofi Krzysztof Kwabena Kwame \
    Kwesi László Leif Luc Luka Maarten Mads Marek Mateusz Matti Michał Mihai Miroslav Murat Mustafa Nuno Olav Olu Orhan Padraig Paweł \
    Pekka Petr Pieter Rahul Ramesh Rashid Rasmus Ravi Rémi Rhys Rohan Ronan Ruben Rui Ruud Samir Satoshi Seamus Sigurd Suresh Tadeusz \
    Takeshi Tariq Tarquin Thierry Tiago Timo Trygve Tunde Vasco Vasile Viggo Vijay Vikram Wim Wojciech Yasser Yuto Yves Zoltán Zoran";

static NAMES: LazyLock<HashMap<&str, Gender>> = LazyLock::new(|| {
    let of = |names: &'static str, gender: Gender| names.split_ascii_whitespace().map(move |name| (name, gender));
    of(WOMEN, Gender::She).chain(of(MEN, Gender::He)).collect()
});

/// Whom the first of these names is given to, if it is a known first name.
pub fn gender(name: &str) -> Option<Gender> {
    NAMES.get(name.split(' ').next()?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_is_given_to_both() {
        let women: Vec<&str> = WOMEN.split_ascii_whitespace().collect();
        let twice: Vec<&str> = MEN.split_ascii_whitespace().filter(|name| women.contains(name)).collect();
        assert!(twice.is_empty(), "{twice:?}");
        for place in ["Paris", "Florence", "Austin", "Sydney", "Chelsea", "Jordan", "Georgia", "Victoria", "Charlotte", "Lincoln"] {
            assert_eq!(gender(place), None, "{place}");
        }
    }
}
